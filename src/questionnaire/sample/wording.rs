//! Invented wording in three languages: short titles and plain sentences, as offices write them.

use super::random::Random;

struct Words {
    subjects: &'static [&'static str],
    actions: &'static [&'static str],
    ends: &'static [&'static str],
    titles: &'static [&'static str],
    things: &'static [&'static str],
    roles: &'static [&'static str],
}

const ENGLISH: Words = Words {
    subjects: &["The department", "Our region", "A working group of \"three offices\"", "The agency"],
    actions: &["funds training with", "meets every quarter with", "runs a help desk for", "shares its data with"],
    ends: &[
        "associations on the coast, ports and towns.",
        "partner municipalities; results are reviewed each year.",
        "schools, employers and newcomers.",
        "the state’s services, at no cost to them.",
    ],
    titles: &["Unit for", "Joint programme on", "Regional plan for", "Coastal network for"],
    things: &["skills and mobility", "first reception", "local cooperation", "newcomers’ health"],
    roles: &["Head of unit", "Policy officer", "Deputy director, external action", "Project manager"],
};

const FRENCH: Words = Words {
    subjects: &["Le service", "Notre région", "Un groupe de travail « à trois »", "L’agence"],
    actions: &[
        "finance des formations avec",
        "réunit chaque trimestre",
        "tient une permanence pour",
        "échange ses données avec",
    ],
    ends: &[
        "des associations du littoral, des ports et des communes.",
        "les collectivités partenaires ; le bilan est publié chaque année.",
        "les écoles, les employeurs et les nouveaux arrivants.",
        "les services de l’État, à titre gratuit.",
    ],
    titles: &["Service chargé de", "Programme commun :", "Plan régional :", "Réseau côtier :"],
    things: &["compétences et mobilité", "premier accueil", "coopération décentralisée", "santé et hébergement"],
    roles: &[
        "Cheffe de service",
        "Chargé de mission",
        "Directrice adjointe, action extérieure",
        "Responsable de projet",
    ],
};

const SPANISH: Words = Words {
    subjects: &["El departamento", "Nuestra región", "Un grupo de trabajo «a tres bandas»", "La agencia"],
    actions: &[
        "financia cursos junto con",
        "se reúne cada trimestre con",
        "atiende consultas de",
        "comparte sus datos con",
    ],
    ends: &[
        "asociaciones del litoral, puertos y municipios.",
        "las entidades socias; los resultados se revisan cada año.",
        "escuelas, empresas y personas recién llegadas.",
        "los servicios del Estado, sin coste alguno.",
    ],
    titles: &["Unidad de", "Programa conjunto:", "Plan regional:", "Red costera:"],
    things: &["competencias y movilidad", "primera acogida", "cooperación al desarrollo", "salud y alojamiento"],
    roles: &["Jefa de servicio", "Técnico de programas", "Subdirectora, acción exterior", "Responsable de proyecto"],
};

/// Paragraphs for long text, with what trips up spreadsheets now and then: a first `=` or `-`, line breaks.
pub(super) fn paragraph(random: &mut Random, language: &str) -> String {
    let count = random.between(1, 4);
    let sentences: Vec<String> = (0..count).map(|_| sentence(random, language)).collect();
    let glue = if random.percent(15) { "\n" } else { " " };
    match random.below(25) {
        0 => format!("- {}", sentences.join("\n- ")),
        1 => format!("={}", sentences.join(glue)),
        _ => sentences.join(glue),
    }
}

/// A title of a few words.
pub(super) fn title(random: &mut Random, language: &str) -> String {
    let words = words(language);
    let title = format!("{} {}", one(random, words.titles), one(random, words.things));
    match random.below(50) {
        0 => format!("={title}"),
        1 => format!("-{title}"),
        2..20 => format!("{title} {}", random.between(2016, 2026)),
        _ => title,
    }
}

/// What somebody is at work.
pub(super) fn role(random: &mut Random, language: &str) -> String {
    one(random, words(language).roles).to_owned()
}

/// A person who does not exist.
pub(super) fn person(random: &mut Random) -> String {
    let first = ["Zoë", "Ágnes", "Jean-Noël", "Björn", "Íñigo", "Siobhán", "Ελένη", "Ștefan"];
    let last = ["Marsh", "D’Arcy", "de la Peña", "Østergård", "Lefèvre", "Ionescu", "Κωνσταντίνου"];
    format!("{} {}", one(random, &first), one(random, &last))
}

/// An address that nobody has.
pub(super) fn address(random: &mut Random) -> String {
    format!("office{}@region{}.example", random.between(1, 99), random.between(1, 40))
}

/// A link that leads nowhere.
pub(super) fn link(random: &mut Random) -> String {
    format!("https://region{}.example/plan?year={}", random.between(1, 40), random.between(2016, 2026))
}

fn sentence(random: &mut Random, language: &str) -> String {
    let words = words(language);
    format!("{} {} {}", one(random, words.subjects), one(random, words.actions), one(random, words.ends))
}

fn words(language: &str) -> &'static Words {
    // A language key is `fr` or `French (fr)`.
    let code = language.rsplit_once('(').map_or(language, |(_, code)| code.trim_end_matches(')'));
    match code.get(..2) {
        Some("fr") => &FRENCH,
        Some("es") => &SPANISH,
        _ => &ENGLISH,
    }
}

fn one<'a>(random: &mut Random, of: &[&'a str]) -> &'a str {
    random.pick(of).copied().unwrap_or("")
}
