//! The time zone of a region, by the code of its country and its own: where its people sleep and work.

use chrono_tz::Tz;

/// Regions that have another time than the rest of their country, by how their codes begin: of NUTS (also of 2010 and
/// 2013) and of ISO 3166-2.
const REGIONS: &[(&str, Tz)] = &[
    // Spain
    ("ES70", Tz::Atlantic__Canary),
    ("ES-CN", Tz::Atlantic__Canary),
    ("ES-GC", Tz::Atlantic__Canary),
    ("ES-TF", Tz::Atlantic__Canary),
    ("ES63", Tz::Africa__Ceuta),
    ("ES64", Tz::Africa__Ceuta),
    ("ES-CE", Tz::Africa__Ceuta),
    ("ES-ML", Tz::Africa__Ceuta),
    // Portugal
    ("PT20", Tz::Atlantic__Azores),
    ("PT-20", Tz::Atlantic__Azores),
    ("PT30", Tz::Atlantic__Madeira),
    ("PT-30", Tz::Atlantic__Madeira),
    // France
    ("FRY1", Tz::America__Guadeloupe),
    ("FRA1", Tz::America__Guadeloupe),
    ("FR91", Tz::America__Guadeloupe),
    ("FR-971", Tz::America__Guadeloupe),
    ("FR-GP", Tz::America__Guadeloupe),
    ("FR-GUA", Tz::America__Guadeloupe),
    ("FRY2", Tz::America__Martinique),
    ("FRA2", Tz::America__Martinique),
    ("FR92", Tz::America__Martinique),
    ("FR-972", Tz::America__Martinique),
    ("FR-MQ", Tz::America__Martinique),
    ("FR-MTQ", Tz::America__Martinique),
    ("FRY3", Tz::America__Cayenne),
    ("FRA3", Tz::America__Cayenne),
    ("FR93", Tz::America__Cayenne),
    ("FR-973", Tz::America__Cayenne),
    ("FR-GF", Tz::America__Cayenne),
    ("FR-GUF", Tz::America__Cayenne),
    ("FRY4", Tz::Indian__Reunion),
    ("FRA4", Tz::Indian__Reunion),
    ("FR94", Tz::Indian__Reunion),
    ("FR-974", Tz::Indian__Reunion),
    ("FR-RE", Tz::Indian__Reunion),
    ("FR-LRE", Tz::Indian__Reunion),
    ("FRY5", Tz::Indian__Mayotte),
    ("FRA5", Tz::Indian__Mayotte),
    ("FR-976", Tz::Indian__Mayotte),
    ("FR-YT", Tz::Indian__Mayotte),
    ("FR-MAY", Tz::Indian__Mayotte),
    ("FR-BL", Tz::America__St_Barthelemy),
    ("FR-MF", Tz::America__Marigot),
    ("FR-PM", Tz::America__Miquelon),
    ("FR-PF", Tz::Pacific__Tahiti),
    ("FR-NC", Tz::Pacific__Noumea),
    ("FR-WF", Tz::Pacific__Wallis),
    ("FR-TF", Tz::Indian__Kerguelen),
    // Finland
    ("FI20", Tz::Europe__Mariehamn),
    ("FI-01", Tz::Europe__Mariehamn),
    // Norway
    ("NO0B", Tz::Arctic__Longyearbyen),
    ("NO-21", Tz::Arctic__Longyearbyen),
    ("NO-22", Tz::Arctic__Longyearbyen),
    // The Netherlands
    ("NL-AW", Tz::America__Aruba),
    ("NL-BQ", Tz::America__Kralendijk),
    ("NL-CW", Tz::America__Curacao),
    ("NL-SX", Tz::America__Lower_Princes),
    // Denmark
    ("DK-GL", Tz::America__Nuuk),
    ("DK-FO", Tz::Atlantic__Faroe),
    // Morocco
    ("MA-12", Tz::Africa__El_Aaiun),
    ("MA-11", Tz::Africa__El_Aaiun),
    // Russia
    ("RU-KGD", Tz::Europe__Kaliningrad),
    ("RU-KIR", Tz::Europe__Kirov),
    ("RU-SAM", Tz::Europe__Samara),
    ("RU-UD", Tz::Europe__Samara),
    ("RU-AST", Tz::Europe__Astrakhan),
    ("RU-SAR", Tz::Europe__Saratov),
    ("RU-ULY", Tz::Europe__Ulyanovsk),
    ("RU-VGG", Tz::Europe__Volgograd),
];

/// Countries, territories with a code of their own among them; Greece and the United Kingdom by both of their codes.
const COUNTRIES: &[(&str, Tz)] = &[
    ("AD", Tz::Europe__Andorra),
    ("AL", Tz::Europe__Tirane),
    ("AM", Tz::Asia__Yerevan),
    ("AT", Tz::Europe__Vienna),
    ("AW", Tz::America__Aruba),
    ("AX", Tz::Europe__Mariehamn),
    ("AZ", Tz::Asia__Baku),
    ("BA", Tz::Europe__Sarajevo),
    ("BE", Tz::Europe__Brussels),
    ("BG", Tz::Europe__Sofia),
    ("BL", Tz::America__St_Barthelemy),
    ("BQ", Tz::America__Kralendijk),
    ("BY", Tz::Europe__Minsk),
    ("CH", Tz::Europe__Zurich),
    ("CV", Tz::Atlantic__Cape_Verde),
    ("CW", Tz::America__Curacao),
    ("CY", Tz::Asia__Nicosia),
    ("CZ", Tz::Europe__Prague),
    ("DE", Tz::Europe__Berlin),
    ("DK", Tz::Europe__Copenhagen),
    ("DZ", Tz::Africa__Algiers),
    ("EE", Tz::Europe__Tallinn),
    ("EG", Tz::Africa__Cairo),
    ("EH", Tz::Africa__El_Aaiun),
    ("EL", Tz::Europe__Athens),
    ("ES", Tz::Europe__Madrid),
    ("FI", Tz::Europe__Helsinki),
    ("FO", Tz::Atlantic__Faroe),
    ("FR", Tz::Europe__Paris),
    ("GB", Tz::Europe__London),
    ("GE", Tz::Asia__Tbilisi),
    ("GF", Tz::America__Cayenne),
    ("GG", Tz::Europe__Guernsey),
    ("GI", Tz::Europe__Gibraltar),
    ("GL", Tz::America__Nuuk),
    ("GP", Tz::America__Guadeloupe),
    ("GR", Tz::Europe__Athens),
    ("HR", Tz::Europe__Zagreb),
    ("HU", Tz::Europe__Budapest),
    ("IE", Tz::Europe__Dublin),
    ("IL", Tz::Asia__Jerusalem),
    ("IM", Tz::Europe__Isle_of_Man),
    ("IS", Tz::Atlantic__Reykjavik),
    ("IT", Tz::Europe__Rome),
    ("JE", Tz::Europe__Jersey),
    ("JO", Tz::Asia__Amman),
    ("LB", Tz::Asia__Beirut),
    ("LI", Tz::Europe__Vaduz),
    ("LT", Tz::Europe__Vilnius),
    ("LU", Tz::Europe__Luxembourg),
    ("LV", Tz::Europe__Riga),
    ("LY", Tz::Africa__Tripoli),
    ("MA", Tz::Africa__Casablanca),
    ("MC", Tz::Europe__Monaco),
    ("MD", Tz::Europe__Chisinau),
    ("ME", Tz::Europe__Podgorica),
    ("MF", Tz::America__Marigot),
    ("MK", Tz::Europe__Skopje),
    ("MQ", Tz::America__Martinique),
    ("MR", Tz::Africa__Nouakchott),
    ("MT", Tz::Europe__Malta),
    ("NC", Tz::Pacific__Noumea),
    ("NL", Tz::Europe__Amsterdam),
    ("NO", Tz::Europe__Oslo),
    ("PF", Tz::Pacific__Tahiti),
    ("PL", Tz::Europe__Warsaw),
    ("PM", Tz::America__Miquelon),
    ("PS", Tz::Asia__Gaza),
    ("PT", Tz::Europe__Lisbon),
    ("RE", Tz::Indian__Reunion),
    ("RO", Tz::Europe__Bucharest),
    ("RS", Tz::Europe__Belgrade),
    ("RU", Tz::Europe__Moscow),
    ("SE", Tz::Europe__Stockholm),
    ("SI", Tz::Europe__Ljubljana),
    ("SJ", Tz::Arctic__Longyearbyen),
    ("SK", Tz::Europe__Bratislava),
    ("SM", Tz::Europe__San_Marino),
    ("SN", Tz::Africa__Dakar),
    ("SX", Tz::America__Lower_Princes),
    ("SY", Tz::Asia__Damascus),
    ("TN", Tz::Africa__Tunis),
    ("TR", Tz::Europe__Istanbul),
    ("UA", Tz::Europe__Kyiv),
    ("UK", Tz::Europe__London),
    ("VA", Tz::Europe__Vatican),
    ("WF", Tz::Pacific__Wallis),
    ("XK", Tz::Europe__Belgrade),
    ("YT", Tz::Indian__Mayotte),
];

/// The zone of a region, or of an organisation by its country alone; nothing for a country that is not known here.
#[must_use]
pub fn zone_of(country: &str, code: &str) -> Option<Tz> {
    let (country, code) = (country.trim().to_ascii_uppercase(), code.trim().to_ascii_uppercase());
    let own = REGIONS.iter().find(|(start, _)| code.starts_with(start));
    own.or_else(|| COUNTRIES.iter().find(|(known, _)| *known == country)).map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn regions_have_the_time_of_where_they_lie() {
        for (country, code, zone) in [
            ("ES", "ES61", "Europe/Madrid"),
            ("ES", "ES53", "Europe/Madrid"),
            ("ES", "ES70", "Atlantic/Canary"),
            ("ES", "ES705", "Atlantic/Canary"),
            ("es", " es70 ", "Atlantic/Canary"),
            ("ES", "ES-CN", "Atlantic/Canary"),
            ("ES", "ES63", "Africa/Ceuta"),
            ("PT", "PT15", "Europe/Lisbon"),
            ("PT", "PT20", "Atlantic/Azores"),
            ("PT", "PT200", "Atlantic/Azores"),
            ("PT", "PT30", "Atlantic/Madeira"),
            ("FR", "FRH0", "Europe/Paris"),
            ("FR", "FRM0", "Europe/Paris"),
            ("FR", "FRY1", "America/Guadeloupe"),
            ("FR", "FRY20", "America/Martinique"),
            ("FR", "FRY3", "America/Cayenne"),
            ("FR", "FRY4", "Indian/Reunion"),
            ("FR", "FRA4", "Indian/Reunion"),
            ("FR", "FRY5", "Indian/Mayotte"),
            ("FR", "FR-PM", "America/Miquelon"),
            ("RE", "", "Indian/Reunion"),
            ("EL", "EL43", "Europe/Athens"),
            ("GR", "GR-M", "Europe/Athens"),
            ("UK", "UKM66", "Europe/London"),
            ("GB", "GB-SCT", "Europe/London"),
            ("IE", "IE04", "Europe/Dublin"),
            ("MA", "MA-04", "Africa/Casablanca"),
            ("TR", "TR831", "Europe/Istanbul"),
            ("UA", "UA-51", "Europe/Kyiv"),
            ("CY", "CY00", "Asia/Nicosia"),
            ("FI", "FI20", "Europe/Mariehamn"),
            ("FI", "FI1D", "Europe/Helsinki"),
            ("NO", "NO071", "Europe/Oslo"),
            ("NO", "NO0B", "Arctic/Longyearbyen"),
            ("DE", "none-crpm", "Europe/Berlin"),
        ] {
            assert_eq!(zone_of(country, code).map(|zone| zone.name()), Some(zone), "{country} {code}");
        }
        assert_eq!(zone_of("XX", "XX1"), None);
        assert_eq!(zone_of("", ""), None);
    }

    #[test]
    fn every_country_of_the_shipped_registry_has_a_time() {
        let file = include_str!("../../questionnaires/countries.csv");
        let codes: Vec<&str> = file.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert!(codes.len() > 20, "{codes:?}");
        let unknown: Vec<&&str> = codes.iter().filter(|code| zone_of(code, "").is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn no_code_is_listed_twice_or_hidden_by_another() {
        for table in [REGIONS, COUNTRIES] {
            let codes: BTreeSet<&str> = table.iter().map(|(code, _)| *code).collect();
            assert_eq!(codes.len(), table.len());
        }
        for (index, (code, _)) in REGIONS.iter().enumerate() {
            let hidden = REGIONS[..index].iter().find(|(before, _)| code.starts_with(before));
            assert!(hidden.is_none(), "{code} is hidden by {hidden:?}");
        }
    }
}
