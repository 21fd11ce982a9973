//! The names of months and days, in the languages that the interface speaks; English for every other.

use crate::questionnaire::text::LanguageKey;

/// How one language names the parts of a date.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    code: &'static str,
    /// From January.
    pub months: [&'static str; 12],
    pub short_months: [&'static str; 12],
    /// From Sunday.
    pub days: [&'static str; 7],
    pub short_days: [&'static str; 7],
}

const ENGLISH: Names = Names {
    code: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    short_days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

const FRENCH: Names = Names {
    code: "fr",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    short_months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    short_days: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
};

const SPANISH: Names = Names {
    code: "es",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    short_months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    days: ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
    short_days: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
};

/// The names in the language with this code or key: `fr`, `fr-BE`, `French (fr)`.
pub(super) fn names(language: &str) -> &'static Names {
    let key = LanguageKey::new(language);
    let code = key.code().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    [&FRENCH, &SPANISH].into_iter().find(|names| names.code == code).unwrap_or(&ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_code_or_key() {
        for (language, code) in [
            ("fr", "fr"),
            ("French (fr)", "fr"),
            ("fr-BE", "fr"),
            ("Español (es)", "es"),
            ("ES", "es"),
            ("en", "en"),
            ("el", "en"),
            ("default", "en"),
            ("", "en"),
        ] {
            assert_eq!(names(language).code, code, "{language}");
        }
    }
}
