//! What forms send: fields, checked against the visitor's token before any handler sees them.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::CONTENT_TYPE,
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use crate::questionnaire::input::Fields;

use super::{LARGEST_FORM, error::Error, visitor::Visitor};

/// The hidden field of every form.
pub const TOKEN: &str = "csrf";

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// A form's fields without its token.
pub struct Form {
    pub visitor: Visitor,
    pub fields: Fields,
}

impl Form {
    /// The fields as a typed form; unknown fields are refused where the type says so.
    ///
    /// # Errors
    /// [`Error::BadForm`] where they do not fit.
    pub fn typed<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let pairs: Vec<(&str, &str)> = self
            .fields
            .names()
            .flat_map(|name| self.fields.all(name).iter().map(move |value| (name, value.as_str())))
            .collect();
        let encoded = serde_urlencoded::to_string(pairs).map_err(|_| Error::BadForm)?;
        serde_urlencoded::from_str(&encoded).map_err(|_| Error::BadForm)
    }
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form = kind.starts_with("application/x-www-form-urlencoded");
        let payload = payload.take();
        Box::pin(async move {
            let visitor = visitor.ok_or(Error::NotFound)?;
            if !is_form {
                return Err(Error::BadForm);
            }
            let body = read(payload, LARGEST_FORM).await?;
            let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| Error::BadForm)?;
            let mut token = String::new();
            let mut fields = Fields::default();
            for (name, value) in pairs {
                if name == TOKEN {
                    token = value;
                } else {
                    // Nobody types it, and the database does not keep it.
                    fields.push(name, value.replace('\0', ""));
                }
            }
            check_token(&visitor, &token)?;
            Ok(Self { visitor, fields })
        })
    }
}

/// Is this the token that the visitor's page carried?
///
/// # Errors
/// [`Error::StaleForm`] where it is not.
pub fn check_token(visitor: &Visitor, token: &str) -> Result<(), Error> {
    let expected = visitor.csrf_token();
    let right = !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(token.as_bytes()));
    if right { Ok(()) } else { Err(Error::StaleForm) }
}

async fn read(mut payload: Payload, most: usize) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    let reading = async {
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::BadForm)?;
            if body.len() + chunk.len() > most {
                return Err(Error::TooLarge { most });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    };
    match actix_web::rt::time::timeout(PATIENCE, reading).await {
        Ok(result) => result.map(|()| body.freeze()),
        Err(_) => Err(Error::BadForm),
    }
}
