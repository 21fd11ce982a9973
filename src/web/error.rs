//! Errors as pages: few kinds, in the person's language, saying what to do; the unknown is a 500, logged once.

use actix_web::{
    HttpResponse, ResponseError,
    body::BoxBody,
    dev::ServiceResponse,
    http::{StatusCode, header},
};
use serde_json::json;
use thiserror::Error as ThisError;

use crate::{operations, store};

use super::{context, state::State, visitor::Visitor};

/// Why there is no page, or not the one that was asked for.
#[derive(Debug, Clone, ThisError)]
pub enum Error {
    /// 404: nothing there, or not for this person.
    #[error("not found")]
    NotFound,
    /// 303 to the sign-in page for a page, 401 for a form.
    #[error("sign in first")]
    SignInFirst,
    /// 400: the fields are not those of the form.
    #[error("the form cannot be read")]
    BadForm,
    /// 403: the form's token is not the visitor's; the page was open too long.
    #[error("the form's page is out of date")]
    StaleForm,
    /// 413, with the bytes that may come.
    #[error("more than {most} bytes")]
    TooLarge { most: usize },
    /// 429.
    #[error("too many attempts")]
    Throttled,
    /// 403: the round is not open.
    #[error("the round is not open")]
    RoundNotOpen,
    /// 409: somebody else changed it since the page was shown.
    #[error("it was changed meanwhile")]
    Overtaken,
    /// 409: the round is archived.
    #[error("the round is archived")]
    Archived,
    /// 409: the response was submitted.
    #[error("the response cannot be edited now")]
    Locked,
    /// 409: the questionnaire changed since the page was shown.
    #[error("the response answers another version now")]
    OtherVersion,
    /// 410: the person was erased while the page was open.
    #[error("the account is erased")]
    Erased,
    /// 409: the page made another submission before.
    #[error("the page made another submission")]
    KeyUsed,
    /// 500: a version whose rules do not compile got past publication.
    #[error("a version with {0} findings cannot be used")]
    Unpublishable(usize),
    /// 503: come back.
    #[error("the database does not answer")]
    Unavailable,
    /// 500.
    #[error("something that should not happen")]
    Unknown,
}

impl Error {
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignInFirst => "sign-in-first",
            Self::BadForm => "bad-form",
            Self::StaleForm => "stale-form",
            Self::TooLarge { .. } => "too-large",
            Self::Throttled => "throttled",
            Self::RoundNotOpen => "round-not-open",
            Self::Overtaken => "overtaken",
            Self::Archived => "archived",
            Self::Locked => "locked",
            Self::OtherVersion => "other-version",
            Self::Erased => "erased",
            Self::KeyUsed => "key-used",
            Self::Unavailable => "unavailable",
            Self::Unpublishable(_) | Self::Unknown => "unknown",
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(cause) => {
                tracing::warn!(%cause, "no database connection");
                Self::Unavailable
            }
            store::Error::Constraint(name) if name == store::privacy::ERASED_CONSTRAINT => Self::Erased,
            store::Error::Constraint(name) if name == store::rounds::ARCHIVED_CONSTRAINT => Self::Archived,
            error => {
                tracing::error!(error = %chain(&error), "a query failed");
                Self::Unknown
            }
        }
    }
}

impl From<operations::Error> for Error {
    fn from(error: operations::Error) -> Self {
        match error {
            operations::Error::Store(error) => error.into(),
            operations::Error::NotFound => Self::NotFound,
            operations::Error::RoundNotOpen => Self::RoundNotOpen,
            operations::Error::Overtaken => Self::Overtaken,
            operations::Error::Locked => Self::Locked,
            operations::Error::OtherVersion => Self::OtherVersion,
            operations::Error::KeyUsed => Self::KeyUsed,
            operations::Error::Throttled => Self::Throttled,
            operations::Error::Field { .. } | operations::Error::Password(_) | operations::Error::LastAdmin => {
                Self::BadForm
            }
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::StaleForm | Self::RoundNotOpen => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::Erased => StatusCode::GONE,
            Self::Overtaken | Self::Archived | Self::Locked | Self::OtherVersion | Self::KeyUsed => {
                StatusCode::CONFLICT
            }
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unpublishable(_) | Self::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Bare; [`dress`] makes a page of it, which needs the visitor's language.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// Makes a page of an error that a handler returned.
#[must_use]
pub fn dress(response: ServiceResponse<BoxBody>, state: &State, visitor: &Visitor) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let error = response.response().error().and_then(|error| error.as_error::<Error>()).cloned();
    let from_framework = response.response().error().is_some() && error.is_none();
    let error = match error {
        Some(error) => error,
        None if from_framework && status == StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { most: 0 },
        None if from_framework && status.is_client_error() => Error::NotFound,
        None if from_framework => Error::Unknown,
        None => return response,
    };
    let page = page(state, Some(visitor), &error);
    response.into_response(page)
}

/// The page of an error.
#[must_use]
pub fn page(state: &State, visitor: Option<&Visitor>, error: &Error) -> HttpResponse {
    if let (Error::SignInFirst, Some(visitor)) = (error, visitor) {
        let next: String = serde_urlencoded::to_string([("next", visitor.path())]).unwrap_or_default();
        return HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/sign-in?{next}"))).finish();
    }
    let most = match error {
        Error::TooLarge { most } => most / (1024 * 1024),
        _ => 0,
    };
    let key = error.key();
    let content =
        json!({ "title_key": format!("error-{key}-title"), "text_key": format!("error-{key}-text"), "most": most });
    let mut response = match visitor {
        Some(visitor) => context::page(state, visitor, "error", &content),
        None => context::bare_page(state, "error", &content),
    };
    *response.status_mut() = error.status_code();
    if matches!(error, Error::Unavailable) {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    }
    response
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
