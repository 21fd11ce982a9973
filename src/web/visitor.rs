//! Who makes a request: a signed-in person or anybody, in which language, from where.

use std::{
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{Payload, ServiceRequest},
    http::header::{ACCEPT_LANGUAGE, USER_AGENT},
};
use chrono::{TimeDelta, Utc};

use crate::{
    access::{actor::Actor, token::Token},
    language::SOURCE,
    operations::accounts::{IDLE, LONGEST, Origin, PENDING},
    store::sessions,
};

use super::{error::Error, state::State};

/// What a request knows of the person behind it; made by the guard before any handler.
#[derive(Clone)]
pub struct Visitor(Rc<Inner>);

struct Inner {
    signed_in: Option<(Actor, Token)>,
    pending: Option<Token>,
    device: String,
    csrf_token: String,
    language: String,
    address: String,
    path: String,
}

/// A visitor who is known to be signed in.
#[derive(Clone)]
pub struct SignedIn(pub Visitor);

/// How often at most a session's last use is written down.
const TOUCH: TimeDelta = TimeDelta::minutes(5);

impl Visitor {
    /// Looks the session up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identify(request: &ServiceRequest, state: &State) -> Result<Self, Error> {
        let cookie = |name: &str| request.cookie(&cookie_name(name, state)).map(|cookie| cookie.value().to_owned());
        let token = cookie(SESSION).as_deref().and_then(Token::parse);
        let pending = cookie(HALF).as_deref().and_then(Token::parse);
        let device = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut signed_in = None;
        let mut csrf_token = cookie(FORM).unwrap_or_default();
        if let Some(token) = token {
            let now = Utc::now();
            let mut connection = state.pool.get().await?;
            if let Some(found) = sessions::find(&mut connection, &token.hash(), now, now - IDLE).await? {
                if now - found.seen_at > TOUCH {
                    sessions::touch(&mut connection, &token.hash(), now).await?;
                }
                csrf_token = found.csrf_token;
                signed_in = Some((found.actor, token));
            }
        }
        let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let chosen = cookie(LANGUAGE);
        let language = chosen
            .as_deref()
            .and_then(|code| state.locales.known(code))
            .or_else(|| signed_in.as_ref().and_then(|(actor, _)| state.locales.known(&actor.language)))
            .or_else(|| state.locales.negotiate(header))
            .unwrap_or(SOURCE)
            .to_owned();
        let address = client_address(request, state.proxies);
        let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let device = device.to_owned();
        Ok(Self(Rc::new(Inner { signed_in, pending, device, csrf_token, language, address, path })))
    }

    /// The person, where signed in.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.0.signed_in.as_ref().map(|(actor, _)| actor)
    }

    /// The session's token, where signed in.
    #[must_use]
    pub fn session(&self) -> Option<&Token> {
        self.0.signed_in.as_ref().map(|(_, token)| token)
    }

    /// Half a sign-in, where a second factor is waited for.
    #[must_use]
    pub fn pending(&self) -> Option<&Token> {
        self.0.pending.as_ref()
    }

    /// Where the request comes from.
    #[must_use]
    pub fn origin(&self) -> Origin<'_> {
        Origin { address: &self.0.address, device: &self.0.device, now: Utc::now() }
    }

    /// What forms must send back; empty where no page was shown yet.
    #[must_use]
    pub fn csrf_token(&self) -> &str {
        &self.0.csrf_token
    }

    /// The code of the interface's language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.0.language
    }

    /// The network address, as far as configured proxies are believed.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// The path that was asked for, with its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

impl SignedIn {
    /// The person.
    ///
    /// # Errors
    /// [`Error::SignInFirst`]; cannot happen behind the extractor.
    pub fn actor(&self) -> Result<&Actor, Error> {
        self.0.actor().ok_or(Error::SignInFirst)
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(Error::NotFound))
    }
}

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visitor = request.extensions().get::<Visitor>().cloned();
        ready(visitor.filter(|visitor| visitor.actor().is_some()).map(Self).ok_or(Error::SignInFirst))
    }
}

const SESSION: &str = "session";
const HALF: &str = "half-session";
const FORM: &str = "form";
const LANGUAGE: &str = "language";

/// The cookie that carries a session.
#[must_use]
pub fn session_cookie(token: &Token, state: &State) -> Cookie<'static> {
    cookie(SESSION, token.reveal(), state, Some(Duration::seconds(LONGEST.num_seconds())))
}

/// The cookie that ends a session in the browser.
#[must_use]
pub fn no_session_cookie(state: &State) -> Cookie<'static> {
    cookie(SESSION, String::new(), state, Some(Duration::ZERO))
}

/// The cookie that carries half a sign-in.
#[must_use]
pub fn pending_cookie(token: &Token, state: &State) -> Cookie<'static> {
    cookie(HALF, token.reveal(), state, Some(Duration::seconds(PENDING.num_seconds())))
}

/// The cookie that forgets half a sign-in.
#[must_use]
pub fn no_pending_cookie(state: &State) -> Cookie<'static> {
    cookie(HALF, String::new(), state, Some(Duration::ZERO))
}

/// The cookie against which forms of people who are not signed in are held.
#[must_use]
pub fn form_cookie(token: &str, state: &State) -> Cookie<'static> {
    cookie(FORM, token.to_owned(), state, None)
}

/// The cookie with the chosen language.
#[must_use]
pub fn language_cookie(code: &str, state: &State) -> Cookie<'static> {
    cookie(LANGUAGE, code.to_owned(), state, Some(Duration::days(365)))
}

fn cookie(name: &str, value: String, state: &State, age: Option<Duration>) -> Cookie<'static> {
    let mut cookie = Cookie::build(cookie_name(name, state), value)
        .path("/")
        .http_only(true)
        .secure(state.is_secure())
        .same_site(SameSite::Lax)
        .finish();
    cookie.set_max_age(age);
    cookie
}

/// `__Host-` binds a cookie to this host and TLS; browsers refuse it without.
fn cookie_name(name: &str, state: &State) -> String {
    if state.is_secure() { format!("__Host-{name}") } else { format!("periplus-{name}") }
}

/// The peer, or what the configured number of proxies say of it: each appends the address that it saw.
fn client_address(request: &ServiceRequest, proxies: usize) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default();
    if proxies == 0 {
        return peer;
    }
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("X-Forwarded-For")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let seen = forwarded.len().checked_sub(proxies).and_then(|index| forwarded.get(index));
    seen.map_or(peer, |address| (*address).to_owned())
}
