// What goes into the whole season, and what must come out of it: the tables are written by hand.

/// The questionnaire, sheet by sheet.
export const SHEETS = {
  survey: `type,name,label::English (en),label::Spanish (es),relevant,required,periplus::number,periplus::non_answers,periplus::departments,periplus::consolidation,periplus::unit
begin_group,cooperation,Cooperation,Cooperación,,,A,,INT DEV,,
select_one yes_no,active,Are you active in partner countries?,¿Trabaja en países socios?,,yes,1,,,any,
integer,budget,Annual budget,Presupuesto anual,\${active} = 'yes',yes,2,,,sum,EUR
select_multiple themes,themes,Which themes do you cover?,¿Qué temas abarca?,\${active} = 'yes',,3,,,union,
end_group,,,,,,,,,,
begin_group,reception,Reception,Acogida,,,B,not_our_competence no_data,SOC HEA,,
select_one duties,duty,What is your role?,¿Cuál es su papel?,,yes,4,,,,
text,note,What else should be known?,¿Qué más conviene saber?,,,5,,,,
end_group,,,,,,,,,,
begin_group,practices_section,Practices,Prácticas,,,C,,,,
begin_repeat,practices,Practices,Prácticas que mostrar,,,6,,,union,
text,practice_title,Title,Título,,yes,6a,,,,
text,practice_link,Link,Enlace,,,6b,,,,
end_repeat,,,,,,,,,,
end_group,,,,,,,,,,
`,
  choices: `list_name,name,label::English (en),label::Spanish (es)
yes_no,yes,Yes,Sí
yes_no,no,No,No
themes,work,Work,Empleo
themes,school,School,Educación
themes,water,Water,Agua
duties,runs,We run centres,Gestionamos centros
duties,funds,We fund others,Financiamos a otros
duties,none,None,Ninguno
`,
  settings: `form_title::English (en),form_title::Spanish (es),form_id,version,default_language,style
Season,Temporada,season,1,English (en),pages
`,
};

/// The registry's files, in the order in which they are imported.
export const REGISTRY = {
  regions: `code,code_kind,country,commissions,name_own,name_en,name_es
ES63,NUTS2,ES,IM,Ciudad de Ceuta,Ceuta,Ceuta
ES64,NUTS2,ES,IM,Ciudad de Melilla,Melilla,Melilla
`,
  departments: `region,name,type
ES63,Acción Exterior,INT
ES63,Cooperación al Desarrollo,DEV
`,
  people: `email,name,language,roles,departments
nuria@ceuta.example,Núria Vidal,es,coordinator:ES63,
`,
};

/// The departments as the coordinator invites them; the first two are in the registry, the others are new.
export const DEPARTMENTS = {
  exterior: { name: "Acción Exterior", kind: "INT", known: true, email: "ana@ceuta.example", person: "Ana Ruiz",
    sections: ["cooperation", "practices_section"] },
  development: { name: "Cooperación al Desarrollo", kind: "DEV", known: true, email: "blas@ceuta.example",
    person: "Blas Moreno", sections: ["cooperation", "practices_section"] },
  social: { name: "Servicios Sociales", kind: "SOC", known: false, email: "carmen@ceuta.example",
    person: "Carmen Ortiz", sections: ["reception"] },
  health: { name: "Salud", kind: "HEA", known: false, email: "david@ceuta.example", person: "David Peña",
    sections: ["cooperation", "reception"] },
};

export const MESSAGE = "Hola a todo el equipo: esta es nuestra ronda. ¡Gracias por responder pronto!";

/// `responses.csv`: what each department said, without the columns of chance and time.
export const DEPARTMENTS_SAID = [
  ["region", "country", "department", "department_type", "state", "revision", "language", "version", "active", "budget",
    "themes/work", "themes/school", "themes/water", "duty", "duty.non_answer", "note", "note.non_answer", "practices"],
  ["ES63", "ES", "Acción Exterior", "INT", "accepted", "2", "es", "1", "yes", "1250",
    "1", "1", "0", "", "", "", "", "1"],
  ["ES63", "ES", "Cooperación al Desarrollo", "DEV", "accepted", "1", "es", "1", "yes", "800",
    "1", "0", "1", "", "", "", "", "2"],
  ["ES63", "ES", "Salud", "HEA", "accepted", "1", "es", "1", "no", "",
    "", "", "", "funds", "", "", "no_data:confidential", ""],
  ["ES63", "ES", "Servicios Sociales", "SOC", "accepted", "1", "es", "1", "", "",
    "", "", "", "runs", "", "Dos centros, uno «nuevo»; \"80\" plazas", "", ""],
];

/// `practices.csv`: the departments' practices.
export const PRACTICES_SAID = [
  ["region", "department", "version", "entry", "practice_title", "practice_link"],
  ["ES63", "Acción Exterior", "1", "1", "Puertos que acogen", "https://ceuta.example/puertos"],
  ["ES63", "Cooperación al Desarrollo", "1", "1", "Puertos de acogida", "https://ceuta.example/puertos/"],
  ["ES63", "Cooperación al Desarrollo", "1", "2", "Escuela del agua", "https://ceuta.example/agua"],
];

/// `regional_responses.csv`: what the region signed, without its reference.
export const REGION_SAID = [
  ["region", "region_name", "country", "state", "revision", "language", "version", "role", "signed_on", "clearance",
    "consent_public", "consent_network", "divergent", "active", "budget", "themes/work", "themes/school", "themes/water",
    "duty", "duty.non_answer", "note", "note.non_answer", "practices"],
  ["ES63", "Ciudad de Ceuta", "ES", "signed", "1", "es", "1", "Directora General", "2026-11-20", "political",
    "0", "1", "duty", "yes", "2050", "1", "1", "1",
    "runs", "", "Dos centros; las cifras son de 2025.", "", "2"],
];

/// `regional_practices.csv`: the two doubles are one.
export const REGION_PRACTICES = [
  ["region", "state", "version", "entry", "practice_title", "practice_link"],
  ["ES63", "signed", "1", "1", "Puertos que acogen", "https://ceuta.example/puertos"],
  ["ES63", "signed", "1", "2", "Escuela del agua", "https://ceuta.example/agua"],
];

/// `frequencies.csv`: the four departments counted.
export const DEPARTMENTS_COUNTED = [
  ["unit", "group", "question", "choice", "count", "base", "share", "not_our_competence", "no_data", "not_applicable",
    "blank"],
  ["departments", "all", "active", "no", "1", "3", "0.333333", "0", "0", "0", "0"],
  ["departments", "all", "active", "yes", "2", "3", "0.666667", "0", "0", "0", "0"],
  ["departments", "all", "duty", "funds", "1", "2", "0.500000", "0", "0", "0", "0"],
  ["departments", "all", "duty", "none", "0", "2", "0.000000", "0", "0", "0", "0"],
  ["departments", "all", "duty", "runs", "1", "2", "0.500000", "0", "0", "0", "0"],
  ["departments", "all", "themes", "school", "1", "2", "0.500000", "0", "0", "0", "0"],
  ["departments", "all", "themes", "water", "1", "2", "0.500000", "0", "0", "0", "0"],
  ["departments", "all", "themes", "work", "2", "2", "1.000000", "0", "0", "0", "0"],
];

/// `regional_frequencies.csv`: the one region counted.
export const REGION_COUNTED = [
  ["unit", "group", "question", "choice", "count", "base", "share", "blank"],
  ["regions", "all", "active", "no", "0", "1", "0.000000", "0"],
  ["regions", "all", "active", "yes", "1", "1", "1.000000", "0"],
  ["regions", "all", "duty", "funds", "0", "1", "0.000000", "0"],
  ["regions", "all", "duty", "none", "0", "1", "0.000000", "0"],
  ["regions", "all", "duty", "runs", "1", "1", "1.000000", "0"],
  ["regions", "all", "themes", "school", "1", "1", "1.000000", "0"],
  ["regions", "all", "themes", "water", "1", "1", "1.000000", "0"],
  ["regions", "all", "themes", "work", "1", "1", "1.000000", "0"],
];

export const REASON = "Servicios Sociales gestiona centros propios y Salud solo los financia.";
