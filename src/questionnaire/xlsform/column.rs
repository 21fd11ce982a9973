//! The columns that have a meaning, with the names that authors know them by.

use serde::Serialize;

/// A column (or a setting) of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Column {
    Type,
    Name,
    Label,
    Hint,
    GuidanceHint,
    Relevant,
    Constraint,
    ConstraintMessage,
    Required,
    RequiredMessage,
    Calculation,
    ChoiceFilter,
    RepeatCount,
    Default,
    Trigger,
    ReadOnly,
    Parameters,
    Appearance,
    Image,
    Audio,
    Video,
    BigImage,
    Disabled,
    Number,
    NonAnswers,
    Departments,
    Personal,
    Visibility,
    Consolidation,
    MaxLength,
    Ranks,
    Unit,
    MaxEntries,
    OrOther,
    ListName,
    FormTitle,
    FormId,
    IdString,
    Version,
    DefaultLanguage,
    Style,
    InstanceName,
    AllowChoiceDuplicates,
}

/// The sheets that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetKind {
    Survey,
    Choices,
    Settings,
}

use Column as C;

/// Canonical name first, then aliases; in the form that [`super::headers`] folds headers to.
const SURVEY: &[(Column, &[&str])] = &[
    (C::Type, &["type", "command"]),
    (C::Name, &["name", "tag", "value"]),
    (C::Label, &["label", "caption"]),
    (C::Hint, &["hint"]),
    (C::GuidanceHint, &["guidance_hint"]),
    (C::Relevant, &["relevant", "relevance", "bind::relevant"]),
    (C::Constraint, &["constraint", "bind::constraint"]),
    (
        C::ConstraintMessage,
        &[
            "constraint_message",
            "constraining_message",
            "constraintmsg",
            "bind::constraintmsg",
            "bind::jr:constraintmsg",
        ],
    ),
    (C::Required, &["required", "bind::required"]),
    (C::RequiredMessage, &["required_message", "requiredmsg", "bind::requiredmsg", "bind::jr:requiredmsg"]),
    (C::Calculation, &["calculation", "calculate", "bind::calculate"]),
    (C::ChoiceFilter, &["choice_filter"]),
    (C::RepeatCount, &["repeat_count", "count", "jr:count", "control::jr:count"]),
    (C::Default, &["default"]),
    (C::Trigger, &["trigger"]),
    (C::ReadOnly, &["read_only", "readonly", "bind::readonly"]),
    (C::Parameters, &["parameters"]),
    (C::Appearance, &["appearance", "control::appearance"]),
    (C::Disabled, &["disabled"]),
    (C::Number, &["periplus::number"]),
    (C::NonAnswers, &["periplus::non_answers"]),
    (C::Departments, &["periplus::departments"]),
    (C::Personal, &["periplus::personal"]),
    (C::Visibility, &["periplus::visibility"]),
    (C::Consolidation, &["periplus::consolidation"]),
    (C::MaxLength, &["periplus::max_length"]),
    (C::Ranks, &["periplus::ranks"]),
    (C::Unit, &["periplus::unit"]),
    (C::MaxEntries, &["periplus::max_entries"]),
    (C::OrOther, &["periplus::or_other"]),
];

const MEDIA: &[(Column, &[&str])] = &[
    (C::Image, &["image", "media::image"]),
    (C::BigImage, &["big-image", "big_image", "media::big-image"]),
    (C::Audio, &["audio", "media::audio"]),
    (C::Video, &["video", "media::video"]),
];

const CHOICES: &[(Column, &[&str])] =
    &[(C::ListName, &["list_name", "listname"]), (C::Name, &["name", "value"]), (C::Label, &["label", "caption"])];

const SETTINGS: &[(Column, &[&str])] = &[
    (C::FormTitle, &["form_title", "title", "set_form_title", "periplus::form_title"]),
    (C::FormId, &["form_id", "set_form_id"]),
    (C::IdString, &["id_string"]),
    (C::Version, &["version"]),
    (C::DefaultLanguage, &["default_language"]),
    (C::Style, &["style"]),
    (C::InstanceName, &["instance_name"]),
    (C::AllowChoiceDuplicates, &["allow_choice_duplicates"]),
];

impl Column {
    /// The name in messages and in exported workbooks.
    #[must_use]
    pub fn name(self) -> &'static str {
        let tables = [SURVEY, MEDIA, CHOICES, SETTINGS];
        let entry = tables.into_iter().flatten().find(|(column, _)| *column == self);
        entry.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
    }

    /// May it stand once a language?
    #[must_use]
    pub fn is_wording(self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Hint
                | Self::GuidanceHint
                | Self::ConstraintMessage
                | Self::RequiredMessage
                | Self::FormTitle
        ) || self.is_media()
    }

    /// Does it name a picture, a sound or a film?
    #[must_use]
    pub fn is_media(self) -> bool {
        matches!(self, Self::Image | Self::Audio | Self::Video | Self::BigImage)
    }

    /// Does it hold an expression (or a list of references)?
    #[must_use]
    pub fn is_expression(self) -> bool {
        matches!(
            self,
            Self::Relevant
                | Self::Constraint
                | Self::Required
                | Self::Calculation
                | Self::ChoiceFilter
                | Self::RepeatCount
                | Self::Default
                | Self::Trigger
                | Self::ReadOnly
                | Self::InstanceName
        )
    }
}

impl SheetKind {
    pub const ALL: [Self; 3] = [Self::Survey, Self::Choices, Self::Settings];

    /// The name that the sheet is looked for by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Choices => "choices",
            Self::Settings => "settings",
        }
    }

    /// The column of this sheet with a (folded) name.
    #[must_use]
    pub fn column(self, name: &str) -> Option<Column> {
        self.columns().find(|(_, names)| names.contains(&name)).map(|(column, _)| column)
    }

    /// Every name that a column of this sheet may have.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.columns().flat_map(|(_, names)| names.iter().copied())
    }

    fn columns(self) -> impl Iterator<Item = (Column, &'static [&'static str])> {
        let (own, media) = match self {
            Self::Survey => (SURVEY, MEDIA),
            Self::Choices => (CHOICES, MEDIA),
            Self::Settings => (SETTINGS, [].as_slice()),
        };
        own.iter().chain(media).copied()
    }
}
