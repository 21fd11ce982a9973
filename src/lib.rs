pub mod postgres;
pub mod questionnaire;
