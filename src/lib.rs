pub mod questionnaire;
