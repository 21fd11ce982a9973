//! Where this program decides otherwise than the field's engines, each with its reason.

const ARITY: &str = "the number of arguments is checked at publication, also where the call would never be reached";
const FUNCTION: &str = "an unknown function is refused at publication, also where it would never be reached";
const CIVIL: &str = "dates are civil days: date() drops the time, so that date(now()) = today()";
const BLANK: &str = "what is no date is blank, never the words \"Invalid Date\"";
const MARKUP: &str = "a response has answers and groups: no text between elements, no markup of documents";

pub const DIFFERENT: &[(&str, &str)] = &[
    ("035ee9a8b6be", ARITY),
    ("0dda2af1d0a1", ARITY),
    ("20cb66a405b3", ARITY),
    ("9598947b8684", ARITY),
    ("4a9e603dcdcd", FUNCTION),
    ("8e44250f83be", FUNCTION),
    ("4a0973129cb6", CIVIL),
    ("a60126e7b338", CIVIL),
    ("bf13361bd0bf", CIVIL),
    ("db14f833f806", CIVIL),
    ("1632c867f616", BLANK),
    ("cf029cf256a1", BLANK),
    ("3021beaacd4d", MARKUP),
    ("6afbc173a666", MARKUP),
    ("6e02dee22f7f", MARKUP),
    ("0676690d6b3c", "numbers have no exponent; the same expression is an error in another vector"),
];

const DOCUMENT: &str =
    "there is no such place: a path that leads nowhere is blank (a questionnaire's own paths are checked)";
const TEXTS: &str = "texts compare as texts, whatever they look like";
const NO_DATE: &str = "what is no date is blank";
const UNMEASURED: &str = "what is no point of the globe has no measure: blank rather than 0";
const PLAIN: &str = "a number is digits with at most one point: no exponent, no words, no comma, not blank";
const DAYS: &str = "dates are civil days, so their number is whole in every time zone";
const OUTSIDE: &str = "what is no shape holds no point";
const SPACE: &str = "all white space of XML is normalised";
const CONTEXT: &str = "without an argument, the function is of the node at hand";
const NAN: &str = "as in XPath; a calculation that gives NaN leaves its answer blank";
const HALF: &str = "halves are rounded away from zero, on both sides";
const TRUNC: &str = "the digits of round() are truncated to a whole number";
const NEAR: &str = "numbers that differ only by what doubles lose are equal: shares sum to 100";
const SKIP: &str = "blanks are skipped; text that is no number is not overlooked";
const SAYS: &str = "an element without text says nothing";
const WHOLE: &str = "regex() must match the whole text, as ODK documents it";
const TIME: &str = "the time of a moment, on the clocks of the time zone whose days count";
const ITEXT: &str = "the texts of an XForm are not read; labels come with their choice lists";

/// Where the field's engines disagree: what this program gives, and why.
pub const DECIDED: &[(&str, &str, &str)] = &[
    ("c5af11b59b02", "", ITEXT),
    ("625ba7ebc869", "", ITEXT),
    ("b454aa89ceed", "", DOCUMENT),
    ("23cb56011fe6", "", DOCUMENT),
    ("c54cb2d06870", "", DOCUMENT),
    ("a7589f5e32cd", "", DOCUMENT),
    ("4d33222a3c9a", "false", TEXTS),
    ("9a074101ee19", "", NO_DATE),
    ("5e7c9e74f39b", "NaN", UNMEASURED),
    ("583f186a23fd", "NaN", UNMEASURED),
    ("18404fa2e785", "NaN", UNMEASURED),
    ("0a94fd064eb5", "NaN", PLAIN),
    ("810cfecf3352", "NaN", PLAIN),
    ("9bf3bcced86e", "NaN", PLAIN),
    ("c15fd765f5f4", "0", DAYS),
    ("13d1a561837d", "1", DAYS),
    ("dec13a86dd47", "-1", DAYS),
    ("b242aafb620b", "14127", DAYS),
    ("adafc81b4a0a", "-10252", DAYS),
    ("ba2cb4ea4c5d", "NaN", NAN),
    ("46b2f2bf49cf", "NaN", PLAIN),
    ("4106f8f15d86", "NaN", PLAIN),
    ("c67bd801f005", "NaN", PLAIN),
    ("c9099227c799", "false", OUTSIDE),
    ("92c7e1a8621e", "false", OUTSIDE),
    ("851c159ea87e", "a b", SPACE),
    ("7b9018b3f6eb", "a b", SPACE),
    ("9e7b9a1ffa0d", "", CONTEXT),
    ("a115c89b5a82", "0", CONTEXT),
    ("d93664b94340", "", NO_DATE),
    ("89d2563f095b", "", NO_DATE),
    ("7fd3bdb861f3", "0.3059027777777778", TIME),
    ("acb8946147ff", "NaN", NO_DATE),
    ("14441981a085", "NaN", NO_DATE),
    ("ce330d100d02", "14.3", TRUNC),
    ("d7836ce8e5c3", "NaN", PLAIN),
    ("265f2355cde1", "-1", HALF),
    ("f8942e83b35c", "NaN", PLAIN),
    ("9989d8ade77d", "-12345.2", HALF),
    ("c646b2601f51", "true", NEAR),
    ("ea2c2a436dd9", "NaN", CONTEXT),
    ("3a5997e8bdf2", "NaN", NAN),
    ("8497a66ebec6", "", DOCUMENT),
    ("2c2b30a3c321", "", DOCUMENT),
    ("b739d6299a0f", "1", SAYS),
    ("5c6eb0705aa8", "5", SKIP),
    ("a8a3bb698ac4", "NaN", SKIP),
    ("dced2f92cb46", "-5", SKIP),
    ("58e01d3b1804", "-15", SKIP),
    ("4b2ec4cf9085", "NaN", SKIP),
    ("788657932928", "NaN", SKIP),
    ("6c5f519d9bf9", "false", WHOLE),
    ("228ae382cfbf", "NaN", SKIP),
    ("badf6d4897d8", "NaN", SKIP),
];
