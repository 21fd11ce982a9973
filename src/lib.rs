pub mod questionnaire;
pub mod results;
