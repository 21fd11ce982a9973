//! The types of departments that the product knows by name.

/// Codes, and names in English, French and Spanish.
const FILE: &str = include_str!("../../../questionnaires/department-types.csv");

/// Every code with its name for a reader of `language`, in the order of the list.
#[must_use]
pub fn kinds(language: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(FILE.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = headers.iter().position(|header| header == language).unwrap_or(1);
    let read = |record: csv::StringRecord| {
        Some((record.get(0)?.to_owned(), record.get(column).or_else(|| record.get(1))?.to_owned()))
    };
    reader.into_records().filter_map(|record| read(record.ok()?)).collect()
}

/// What a type is called; its code where the list does not know it.
#[must_use]
pub fn name_of(kinds: &[(String, String)], code: &str) -> String {
    kinds.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_names_in_every_language() {
        for (language, name) in [("en", "Employment"), ("fr", "Emploi"), ("es", "Empleo"), ("xx", "Employment")] {
            assert_eq!(name_of(&kinds(language), "EMP"), name);
        }
        assert_eq!(name_of(&kinds("en"), "ZZZ"), "ZZZ");
    }
}
