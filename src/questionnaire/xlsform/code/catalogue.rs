//! The catalogue: each code with its severity, what it says, and what to do.

use super::Finding;
use crate::questionnaire::xlsform::problem::Severity;

codes! {
    /// The bytes are no workbook, zip or CSV.
    NotAWorkbook = "not-a-workbook", Error,
        "This file is not a workbook that can be read.",
        "Upload an .xlsx workbook, a zip of survey.csv, choices.csv and settings.csv, or these CSV files.";
    /// Protected by a password.
    EncryptedWorkbook = "encrypted-workbook", Error,
        "The workbook is protected by a password.",
        "Save it without a password and upload it again.";
    /// A spreadsheet of another format: its name (`.xls`).
    OtherFormat = "other-format", Error,
        "This is {0}, which is not read.",
        "Open it in your spreadsheet program and save it as .xlsx.";
    /// The part that holds macros.
    MacrosRefused = "macros-refused", Error,
        "The workbook holds macros (“{0}”).",
        "Save it as .xlsx (without macros) and upload it again.";
    /// The part that declares a document type.
    DocumentTypeRefused = "document-type-refused", Error,
        "The part “{0}” declares a document type, which is not safe to read.",
        "Save the workbook anew with your spreadsheet program.";
    /// What is too large, and the most that is taken.
    TooLarge = "too-large", Error,
        "The file is too large: {0}; the limit is {1}.",
        "Remove sheets, pictures or rows that the questionnaire does not need.";
    /// What the reader said.
    DamagedWorkbook = "damaged-workbook", Error,
        "The file could not be read to its end: {0}.",
        "Open it in your spreadsheet program, save it anew and upload it again.";
    /// The file that is not UTF-8.
    WrongEncoding = "wrong-encoding", Error,
        "“{0}” is not encoded as UTF-8.",
        "Save it as “CSV UTF-8”.";
    /// The error that the spreadsheet shows, for instance `#REF!`.
    CellError = "cell-error", Error,
        "The cell shows the spreadsheet error {0}.",
        "Correct the formula, or write the value itself.";
    /// Written by a program that computes nothing.
    FormulaWithoutValue = "formula-without-value", Error,
        "The cell holds a formula, and the file does not say what it gives.",
        "Open the workbook in your spreadsheet program and save it anew, or write the value itself.";

    /// How many are not listed.
    MoreProblems = "more-problems", Error,
        "There are {0} more problems.",
        "Correct those that are listed, and import again.";

    /// The sheet.
    MissingSheet = "missing-sheet", Error,
        "There is no sheet “{0}”.",
        "Add a sheet called “{0}”.";
    /// The sheet that stands twice.
    DuplicateSheet = "duplicate-sheet", Error,
        "There are two sheets “{0}”.",
        "Rename or delete one of them.";
    /// The sheet.
    IgnoredSheet = "ignored-sheet", Notice,
        "The sheet “{0}” is not read.",
        "Nothing to do, unless it holds part of the questionnaire.";
    /// No row asks anything.
    EmptySurvey = "empty-survey", Error,
        "The survey sheet has no questions.",
        "Add a row for each question below the header.";
    /// The column.
    MissingColumn = "missing-column", Error,
        "The sheet has no column “{0}”.",
        "Add a column “{0}”; the first row of the sheet holds the headers.";
    /// The column, and both headers.
    DuplicateColumn = "duplicate-column", Error,
        "The column “{2}” holds the same as “{1}”{also}.",
        "Delete one of them, or give it another header.";
    /// The header.
    UnknownColumn = "own-column", Notice,
        "The column “{0}” has no meaning here; it is kept but has no effect.",
        "Nothing to do, unless it is misspelt.";
    /// The header.
    MisspeltColumn = "misspelt-column", Warning,
        "The column “{0}” is not known, so it has no effect.",
        "Correct the header, or leave it if it is a column of your own.";
    /// The header of the bare column and that of the language.
    WordingTwice = "wording-twice", Warning,
        "“{0}” and “{1}” both hold the wording of the default language.",
        "Keep one of the two columns; where both are filled, the one with the language counts.";
    /// A filled cell in a column without a header.
    CellWithoutHeader = "cell-without-header", Warning,
        "This cell stands in a column without a header, so it is not read.",
        "Give the column a header, or empty the cell.";
    /// The column, and the type of the row.
    ColumnWithoutEffect = "column-without-effect", Warning,
        "“{0}” has no effect on a row of type “{1}”.",
        "Empty the cell, or move it to the row that it is meant for.";

    // Rows and types.
    MissingType = "missing-type", Error,
        "The row has no type.",
        "Write a type, for instance “text” or “integer”.";
    /// The type as written.
    UnknownType = "unknown-type", Error,
        "The type “{0}” is not known.",
        "Write a type of the list in the guide, for instance “text” or “select_one colours”.";
    /// What is refused, and what to use instead.
    RefusedFeature = "refused-feature", Error,
        "“{0}” is not supported; answers or choices would be lost.",
        "{1}";
    /// The type as written, and what it becomes.
    DegradedType = "degraded-type", Warning,
        "“{0}” is asked as {1}.",
        "Nothing to do, if this is good enough.";
    /// The type, parameter, setting or column.
    Ignored = "ignored", Notice,
        "“{0}” is accepted but has no effect.",
        "Nothing to do.";
    /// The setting: it has no effect here, although it matters elsewhere.
    IgnoredSetting = "ignored-setting", Warning,
        "The setting “{0}” has no effect here.",
        "Responses are kept by this platform only; set it where you need it.";
    SkippedRow = "skipped-row", Notice,
        "The row has neither type nor name, so it is skipped.",
        "Nothing to do.";
    /// The row's name.
    DisabledRow = "disabled-row", Notice,
        "The row “{0}” is disabled, so it is skipped.",
        "Nothing to do.";

    // Names and structure.
    MissingName = "missing-name", Error,
        "The row has no name.",
        "Give it a name: a letter first, then letters, digits, “_”, “-” or “.”.";
    /// The name.
    InvalidName = "invalid-name", Error,
        "“{0}” cannot be a name.",
        "Begin with a letter or “_”; go on with letters, digits, “_”, “-” or “.”; no spaces.";
    /// The name.
    ReservedName = "reserved-name", Error,
        "The name “{0}” is reserved.",
        "Choose another name.";
    /// The name.
    DuplicateName = "duplicate-name", Error,
        "The name “{0}” is used twice{also}.",
        "Names are unique in the whole questionnaire: rename one of the rows.";
    /// The name, and what it becomes.
    RenamedRow = "renamed-row", Warning,
        "Another group has a row “{0}” as well{also}; this one is kept as “{1}”.",
        "Nothing to do, unless rules are to refer to it: then give it a name of its own.";
    /// The name.
    AmbiguousReference = "ambiguous-reference", Error,
        "Several rows are called “{0}”, so it is not clear which one is meant{also}.",
        "Rename one of the rows.";
    /// The character, as `U+200B`.
    InvisibleCharacter = "invisible-character", Error,
        "The cell holds an invisible character ({0}), which makes it something else than it looks like.",
        "Type the text of the cell anew.";
    /// Both names.
    NamesDifferByCase = "names-differ-by-case", Warning,
        "“{0}” and “{1}” differ only by capital letters{also}.",
        "Rename one of them, so that nobody mixes them up.";
    /// `end group` or `end repeat`.
    UnmatchedEnd = "unmatched-end", Error,
        "“{0}” closes nothing.",
        "Delete the row, or add the row that begins the group or repeat.";
    /// What is open, its name, and what closes it.
    MismatchedEnd = "mismatched-end", Error,
        "“{2}” stands where {0} “{1}” is still open{also}.",
        "Close the {0} “{1}” first.";
    /// `group` or `repeat`, and its name.
    UnclosedGroup = "unclosed-group", Error,
        "The {0} “{1}” is never closed.",
        "Add a row “end {0}” after its last question.";
    /// The name at the end and the name at the beginning.
    EndNameDiffers = "end-name-differs", Warning,
        "This row names “{0}” but closes “{1}”{also}.",
        "Correct the name, or leave the name of the closing row empty.";
    /// `group` or `repeat`, and its name.
    EmptyGroup = "empty-group", Warning,
        "The {0} “{1}” has no questions.",
        "Add questions, or delete it.";
    /// How deep it may go.
    TooDeep = "too-deep", Error,
        "Groups and repeats stand more than {0} deep.",
        "Take some of the groups out of each other.";

    /// The name that was made up.
    NameMadeUp = "name-made-up", Notice,
        "The row has no name; it is called “{0}”.",
        "Nothing to do, unless rules are to refer to it.";

    // Wording.
    /// The row's name.
    MissingLabel = "missing-label", Warning,
        "“{0}” has no label.",
        "Write a label.";
    /// The row's name.
    NothingToShow = "nothing-to-show", Error,
        "“{0}” has neither label nor hint, so nobody can see what it asks.",
        "Write a label; for something that is only computed, use the type “calculate”.";
    /// The language, how many cells, and the first of them.
    Untranslated = "untranslated", Notice,
        "Cells without wording in “{0}”: {1}. The first: {2}.",
        "Fill the cells; until then readers see the default language there.";
    /// The language, and those of the workbook.
    UnknownLanguage = "unknown-language", Warning,
        "The default language “{0}” is not the language of any column.",
        "Write it as in the headers: {1}.";
    /// The language, and the one that it looks like.
    MisspeltLanguage = "misspelt-language", Error,
        "“{0}” is a language of its own beside “{1}”{also}, and neither has all of its columns.",
        "Write the language in the same way in every header.";
    /// The language, and the one that it looks like.
    SimilarLanguages = "similar-languages", Warning,
        "“{0}” and “{1}” are taken as two languages{also}.",
        "If they are one, write it in the same way in every header.";
    /// The language.
    LanguageChosen = "language-chosen", Notice,
        "No default language is set; “{0}” is taken.",
        "Set default_language on the settings sheet.";

    // Choices.
    /// The type as written.
    MissingList = "missing-list", Error,
        "“{0}” does not say which list of choices it takes.",
        "Write the name of the list after the type, for instance “select_one colours”.";
    /// The list.
    UnknownList = "unknown-list", Error,
        "There is no list of choices “{0}”.",
        "Add the list to the choices sheet, or correct its name.";
    /// The list.
    UnusedList = "unused-list", Notice,
        "No question uses the list “{0}”.",
        "Nothing to do, or delete its rows.";
    ChoiceWithoutList = "choice-without-list", Error,
        "The choice belongs to no list.",
        "Write the name of its list in the column list_name.";
    /// The list.
    ChoiceWithoutName = "choice-without-name", Error,
        "A choice of the list “{0}” has no name.",
        "Give it a name; this is the code that data holds.";
    /// The choice and its list.
    DuplicateChoice = "duplicate-choice", Error,
        "The list “{1}” has the choice “{0}” twice{also}.",
        "Rename one of them, or set allow_choice_duplicates to “yes” on the settings sheet.";
    /// The choice and its list.
    ChoiceWithSpace = "choice-with-space", Error,
        "The choice “{0}” of the list “{1}” has a space in its name.",
        "Several choices are kept with spaces between them: write “_” instead.";
    /// The choice and its list.
    MissingChoiceLabel = "missing-choice-label", Warning,
        "The choice “{0}” of the list “{1}” has no label.",
        "Write a label.";
    /// The file.
    ChoiceFileMissing = "choice-file-missing", Warning,
        "The file “{0}” with the choices did not come with the workbook.",
        "Upload a zip that holds the workbook and this file, before you publish.";
    /// The file.
    ChoiceFileFormat = "choice-file-format", Error,
        "The file of choices “{0}” is neither CSV nor GeoJSON.",
        "Save the choices as a CSV file with the columns name and label.";
    /// The literal, the question and its list.
    UnknownChoice = "unknown-choice", Error,
        "“{0}” is not a choice of “{1}” (list “{2}”).",
        "Correct it, or add it to the choices sheet.";
    /// The question whose code it is, its list, the question that is named, and its list.
    WrongList = "wrong-list", Error,
        "“{0}” takes its choices from the list “{1}”, but “{2}” takes them from “{3}”.",
        "Name the question whose choice is to be shown: jr:choice-name(${{0}}, '${{0}}').";
    /// The question and the constant.
    MultipleCompared = "multiple-compared", Warning,
        "“{0}” takes several choices, and this holds only where no other than “{1}” is chosen.",
        "If others may be chosen as well, write selected(${{0}}, '{1}').";
    /// The list of the group's first question, and the list of this one.
    TableListDiffers = "table-list-differs", Error,
        "The rows of a table have the same choices, but this one has the list “{1}” and the first one “{0}”.",
        "Take the question out of the table, or give it the same list.";
    /// The list.
    ListAndFile = "list-and-file", Error,
        "“{0}” is both a list of the choices sheet and a file of choices.",
        "Rename one of them.";
    /// `or_other` or `table-list`.
    OtherWithFilter = "other-with-filter", Error,
        "“{0}” cannot be used together with a choice filter.",
        "Delete the filter, or add the choice and a text question yourself.";

    // Rules and parameters.
    /// The name.
    UnknownReference = "unknown-reference", Error,
        "There is no question “{0}”.",
        "Correct the name, or add the question.";
    /// The reference as written.
    MalformedReference = "malformed-reference", Error,
        "“{0}” is not a reference.",
        "Write “${”, the name of a question, and “}”, without spaces.";
    NullTaken = "null-taken", Warning,
        "“null” is no word of this language; it is taken as blank.",
        "Write '' instead.";
    /// The part as written, what it is, why that does not work, and what to do.
    TypeMismatch = "type-mismatch", Error,
        "“{0}” is {1}, {2}.",
        "{3}";
    MissingCalculation = "missing-calculation", Error,
        "“{0}” has no calculation.",
        "Write an expression in the column calculation.";
    /// The trigger as written.
    InvalidTrigger = "invalid-trigger", Error,
        "“{0}” is not a list of references.",
        "Write references with commas between them, for instance “${first}, ${second}”.";
    /// The parameter as written.
    MalformedParameter = "malformed-parameter", Error,
        "“{0}” is not a parameter.",
        "Write name=value, with a space between parameters.";
    /// The parameter, and those that there are.
    UnknownParameter = "unknown-parameter", Error,
        "There is no parameter “{0}” for this type.",
        "The parameters of this type are: {1}.";
    /// The parameter, its value, and what it must be.
    InvalidParameter = "invalid-parameter", Error,
        "The parameter “{0}” cannot be “{1}”.",
        "It must be {2}.";
    /// The column, its value, and what it must be.
    InvalidValue = "invalid-value", Error,
        "“{0}” cannot be “{1}”.",
        "It must be {2}.";

    // Settings.
    /// What stands in for it.
    FormIdMissing = "form-id-missing", Notice,
        "The workbook has no form_id; “{0}” stands in for it.",
        "Set form_id on the settings sheet, and keep it from version to version.";
    /// Both ids.
    TwoFormIds = "two-form-ids", Warning,
        "Both form_id (“{0}”) and id_string (“{1}”) are set.",
        "Keep form_id only.";
}
