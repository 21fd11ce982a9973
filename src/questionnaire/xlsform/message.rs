//! The words of import problems: what is wrong, and what to do. Short, second person, British English.

use super::{code::Code, problem::Problem};

impl Problem {
    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let name = |index: usize| self.names.get(index).map_or("", String::as_str);
        let (a, b, c) = (name(0), name(1), name(2));
        match &self.code {
            Code::NotAWorkbook => "This file is not a workbook that can be read.".to_owned(),
            Code::EncryptedWorkbook => "The workbook is protected by a password.".to_owned(),
            Code::OtherFormat => format!("This is {a}, which is not read."),
            Code::MacrosRefused => format!("The workbook holds macros (“{a}”)."),
            Code::DocumentTypeRefused => format!("The part “{a}” declares a document type, which is not safe to read."),
            Code::TooLarge => format!("The file is too large: {a}; the limit is {b}."),
            Code::DamagedWorkbook => format!("The file could not be read to its end: {a}."),
            Code::WrongEncoding => format!("“{a}” is not encoded as UTF-8."),
            Code::CellError => format!("The cell shows the spreadsheet error {a}."),
            Code::MoreProblems => format!("There are {a} more problems."),
            Code::NameMadeUp => format!("The row has no name; it is called “{a}”."),
            Code::MissingSheet => format!("There is no sheet “{a}”."),
            Code::DuplicateSheet => format!("There are two sheets “{a}”."),
            Code::IgnoredSheet => format!("The sheet “{a}” is not read."),
            Code::EmptySurvey => "The survey sheet has no questions.".to_owned(),
            Code::MissingColumn => format!("The sheet has no column “{a}”."),
            Code::DuplicateColumn if b == c => format!("The column “{b}” stands twice."),
            Code::DuplicateColumn => format!("The columns “{b}” and “{c}” both mean “{a}”."),
            Code::UnknownColumn => format!("The column “{a}” has no meaning here; it is kept but has no effect."),
            Code::MisspeltColumn => format!("The column “{a}” is not known, so it has no effect."),
            Code::WordingTwice => format!("“{a}” and “{b}” both hold the wording of the default language."),
            Code::CellWithoutHeader => "This cell stands in a column without a header, so it is not read.".to_owned(),
            Code::ColumnWithoutEffect => format!("“{a}” has no effect on a row of type “{b}”."),
            Code::MissingType => "The row has no type.".to_owned(),
            Code::UnknownType => format!("The type “{a}” is not known."),
            Code::RefusedFeature => format!("“{a}” is not supported; answers or choices would be lost."),
            Code::DegradedType => format!("“{a}” is asked as {b}."),
            Code::Ignored => format!("“{a}” is accepted but has no effect."),
            Code::IgnoredSetting => format!("The setting “{a}” has no effect here."),
            Code::SkippedRow if a.is_empty() => "The row has neither type nor name, so it is skipped.".to_owned(),
            Code::SkippedRow => format!("The row “{a}” is disabled, so it is skipped."),
            Code::MissingName => "The row has no name.".to_owned(),
            Code::InvalidName => format!("“{a}” cannot be a name."),
            Code::ReservedName => format!("The name “{a}” is reserved."),
            Code::DuplicateName => format!("The name “{a}” is used twice{}.", self.also()),
            Code::NamesDifferByCase => format!("“{a}” and “{b}” differ only by capital letters{}.", self.also()),
            Code::UnmatchedEnd => format!("“{a}” closes nothing."),
            Code::MismatchedEnd => format!("“{c}” stands where {a} “{b}” is still open{}.", self.also()),
            Code::UnclosedGroup => format!("The {a} “{b}” is never closed."),
            Code::EndNameDiffers => format!("This row names “{a}” but closes “{b}”{}.", self.also()),
            Code::EmptyGroup => format!("The {a} “{b}” has no questions."),
            Code::TooDeep => format!("Groups and repeats stand more than {a} deep."),
            Code::MissingLabel => format!("“{a}” has no label."),
            Code::NothingToShow => format!("“{a}” has neither label nor hint, so nobody can see what it asks."),
            Code::Untranslated => format!("{} not translated into “{a}”, first {c}.", cells(b)),
            Code::UnknownLanguage => format!("The default language “{a}” is not the language of any column."),
            Code::LanguageChosen => format!("No default language is set; “{a}” is taken, because it comes first."),
            Code::MissingList => format!("“{a}” does not say which list of choices it takes."),
            Code::UnknownList => format!("There is no list of choices “{a}”."),
            Code::UnusedList => format!("No question uses the list “{a}”."),
            Code::ChoiceWithoutList => "The choice belongs to no list.".to_owned(),
            Code::ChoiceWithoutName => format!("A choice of the list “{a}” has no name."),
            Code::DuplicateChoice => format!("The list “{b}” has the choice “{a}” twice{}.", self.also()),
            Code::ChoiceWithSpace => format!("The choice “{a}” of the list “{b}” has a space in its name."),
            Code::MissingChoiceLabel => format!("The choice “{a}” of the list “{b}” has no label."),
            Code::ChoiceFileMissing => format!("The file “{a}” with the choices did not come with the workbook."),
            Code::ChoiceFileFormat => format!("The file of choices “{a}” is neither CSV nor GeoJSON."),
            Code::UnknownChoice => format!("“{a}” is not a choice of “{b}” (list “{c}”)."),
            Code::OtherWithFilter => "“or_other” cannot be used together with a choice filter.".to_owned(),
            Code::UnknownReference => format!("There is no question “{a}”."),
            Code::MalformedReference => format!("“{a}” is not a reference."),
            Code::MissingCalculation => format!("“{a}” has no calculation."),
            Code::InvalidTrigger => format!("“{a}” is not a list of references."),
            Code::MalformedParameter => format!("“{a}” is not a parameter."),
            Code::UnknownParameter => format!("There is no parameter “{a}” for this type."),
            Code::InvalidParameter => format!("The parameter “{a}” cannot be “{b}”."),
            Code::InvalidValue => format!("“{a}” cannot be “{b}”."),
            Code::FormIdMissing => format!("The workbook has no form_id; “{a}” stands in for it."),
            Code::TwoFormIds => format!("Both form_id (“{a}”) and id_string (“{b}”) are set."),
            Code::Expression(finding) => finding.message.clone(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn fix(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("Did you mean “{suggestion}”? {}", self.plain_fix()),
            None => self.plain_fix(),
        }
    }

    fn plain_fix(&self) -> String {
        let name = |index: usize| self.names.get(index).map_or("", String::as_str);
        let (a, b, c) = (name(0), name(1), name(2));
        match &self.code {
            Code::NotAWorkbook => {
                "Upload an .xlsx workbook, a zip of survey.csv, choices.csv and settings.csv, or these CSV files."
            }
            Code::EncryptedWorkbook => "Save it without a password and upload it again.",
            Code::OtherFormat => "Open it in your spreadsheet program and save it as .xlsx.",
            Code::MacrosRefused => "Save it as .xlsx (without macros) and upload it again.",
            Code::DocumentTypeRefused => "Save the workbook anew with your spreadsheet program.",
            Code::TooLarge => "Remove sheets, pictures or rows that the questionnaire does not need.",
            Code::DamagedWorkbook => "Open it in your spreadsheet program, save it anew and upload it again.",
            Code::WrongEncoding => "Save it as “CSV UTF-8”.",
            Code::CellError => "Correct the formula, or write the value itself.",
            Code::MoreProblems => "Correct those that are listed, and import again.",
            Code::NameMadeUp => "Nothing to do, unless rules are to refer to it.",
            Code::MissingSheet => return format!("Add a sheet called “{a}”."),
            Code::DuplicateSheet => "Rename or delete one of them.",
            Code::IgnoredSheet => "Nothing to do, unless it holds part of the questionnaire.",
            Code::EmptySurvey => "Add a row for each question below the header.",
            Code::MissingColumn => return format!("Add a column “{a}”; the first row of the sheet holds the headers."),
            Code::DuplicateColumn => "Delete one of them, or give it another header.",
            Code::UnknownColumn => "Nothing to do, unless it is misspelt.",
            Code::MisspeltColumn => "Correct the header, or leave it if it is a column of your own.",
            Code::WordingTwice => {
                "Keep one of the two columns; where both are filled, the one with the language counts."
            }
            Code::CellWithoutHeader => "Give the column a header, or empty the cell.",
            Code::ColumnWithoutEffect => "Empty the cell, or move it to the row that it is meant for.",
            Code::MissingType => "Write a type, for instance “text” or “integer”.",
            Code::UnknownType => "Write a type of the list in the guide, for instance “text” or “select_one colours”.",
            Code::RefusedFeature => b,
            Code::DegradedType => "Nothing to do, if this is good enough.",
            Code::Ignored | Code::SkippedRow => "Nothing to do.",
            Code::IgnoredSetting => "Responses are kept by this platform only; set it where you need it.",
            Code::MissingName => "Give it a name: a letter first, then letters, digits, “_”, “-” or “.”.",
            Code::InvalidName => "Begin with a letter or “_”; go on with letters, digits, “_”, “-” or “.”; no spaces.",
            Code::ReservedName => "Choose another name.",
            Code::DuplicateName => "Names are unique in the whole questionnaire: rename one of the rows.",
            Code::NamesDifferByCase => "Rename one of them, so that nobody mixes them up.",
            Code::UnmatchedEnd => "Delete the row, or add the row that begins the group or repeat.",
            Code::MismatchedEnd => return format!("Close the {a} “{b}” first."),
            Code::UnclosedGroup => return format!("Add a row “end {a}” after its last question."),
            Code::EndNameDiffers => "Correct the name, or leave the name of the closing row empty.",
            Code::EmptyGroup => "Add questions, or delete it.",
            Code::TooDeep => "Take some of the groups out of each other.",
            Code::MissingLabel | Code::MissingChoiceLabel => "Write a label.",
            Code::NothingToShow => "Write a label; for something that is only computed, use the type “calculate”.",
            Code::Untranslated => "Fill the cells; until then readers see the default language there.",
            Code::UnknownLanguage => return format!("Write it as in the headers: {b}."),
            Code::LanguageChosen => "Set default_language on the settings sheet.",
            Code::MissingList => "Write the name of the list after the type, for instance “select_one colours”.",
            Code::UnknownList => "Add the list to the choices sheet, or correct its name.",
            Code::UnusedList => "Nothing to do, or delete its rows.",
            Code::ChoiceWithoutList => "Write the name of its list in the column list_name.",
            Code::ChoiceWithoutName => "Give it a name; this is the code that data holds.",
            Code::DuplicateChoice => {
                "Rename one of them, or set allow_choice_duplicates to “yes” on the settings sheet."
            }
            Code::ChoiceWithSpace => "Several choices are kept with spaces between them: write “_” instead.",
            Code::ChoiceFileMissing => "Upload a zip that holds the workbook and this file, before you publish.",
            Code::ChoiceFileFormat => "Save the choices as a CSV file with the columns name and label.",
            Code::UnknownChoice => "Correct it, or add it to the choices sheet.",
            Code::OtherWithFilter => "Delete the filter, or add the choice and a text question yourself.",
            Code::UnknownReference => "Correct the name, or add the question.",
            Code::MalformedReference => "Write “${”, the name of a question, and “}”, without spaces.",
            Code::MissingCalculation => "Write an expression in the column calculation.",
            Code::InvalidTrigger => "Write references with commas between them, for instance “${a}, ${b}”.",
            Code::MalformedParameter => "Write name=value, with a space between parameters.",
            Code::UnknownParameter => return format!("The parameters of this type are: {b}."),
            Code::InvalidParameter | Code::InvalidValue => return format!("It must be {c}."),
            Code::FormIdMissing => "Set form_id on the settings sheet, and keep it from version to version.",
            Code::TwoFormIds => "Keep form_id only.",
            Code::Expression(finding) => &finding.fix,
        }
        .to_owned()
    }

    fn also(&self) -> String {
        self.elsewhere.as_ref().map(|place| format!(" (see {place})")).unwrap_or_default()
    }
}

fn cells(count: &str) -> String {
    if count == "1" { "1 cell is".to_owned() } else { format!("{count} cells are") }
}
