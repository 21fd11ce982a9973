//! Pages: strict Handlebars templates over one context: the page's own content and what every page shows.

use std::sync::Arc;

use actix_web::{HttpResponse, http::header};
use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;

use crate::{
    access::actor::Role,
    language::{Locales, SOURCE},
};

use super::{
    assets,
    state::State,
    visitor::{Visitor, form_cookie},
};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Files;

/// What every page shows, whatever it is about.
#[derive(Serialize)]
struct Shell<'a, T> {
    language: &'a str,
    languages: Vec<LanguageLink<'a>>,
    csrf: &'a str,
    path: &'a str,
    account: Option<Account<'a>>,
    local: bool,
    stylesheet: &'a str,
    page: &'a T,
}

#[derive(Serialize)]
struct LanguageLink<'a> {
    code: &'a str,
    name: String,
    current: bool,
}

#[derive(Serialize)]
struct Account<'a> {
    email: &'a str,
    name: &'a str,
    is_admin: bool,
    is_consultant: bool,
    is_coordinator: bool,
    is_respondent: bool,
}

/// A page with status 200.
#[must_use]
pub fn page<T: Serialize>(state: &State, visitor: &Visitor, template: &str, content: &T) -> HttpResponse {
    let fresh = visitor.csrf_token().is_empty().then(|| crate::operations::new_token().reveal());
    let csrf = fresh.as_deref().unwrap_or_else(|| visitor.csrf_token());
    let account = visitor.actor().map(|actor| Account {
        email: &actor.email,
        name: &actor.name,
        is_admin: actor.is(Role::Admin),
        is_consultant: actor.is(Role::Consultant) || actor.is(Role::Admin),
        is_coordinator: actor.is(Role::Coordinator),
        is_respondent: !actor.invitations.is_empty(),
    });
    let shell = Shell {
        language: visitor.language(),
        languages: language_links(&state.locales, visitor.language()),
        csrf,
        path: visitor.path(),
        account,
        local: state.local,
        stylesheet: assets::stylesheet(),
        page: content,
    };
    let mut response = render(state, template, &shell);
    if let Some(fresh) = fresh {
        // A cookie that cannot be set only means that the form will be asked for again.
        let _ = response.add_cookie(&form_cookie(&fresh, state));
    }
    response
}

/// A page for a request of which nothing is known.
#[must_use]
pub fn bare_page<T: Serialize>(state: &State, template: &str, content: &T) -> HttpResponse {
    let shell = Shell {
        language: SOURCE,
        languages: Vec::new(),
        csrf: "",
        path: "/",
        account: None,
        local: state.local,
        stylesheet: assets::stylesheet(),
        page: content,
    };
    render(state, template, &shell)
}

/// A redirect to a path of this site, after a form.
#[must_use]
pub fn see(path: &str) -> HttpResponse {
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    HttpResponse::SeeOther().insert_header((header::LOCATION, if local { path } else { "/" })).finish()
}

/// Reads the embedded templates, strictly: a name that a page does not give is an error, not a blank.
///
/// # Errors
/// When one cannot be parsed.
pub fn templates(locales: &Arc<Locales>) -> Result<Handlebars<'static>, Box<handlebars::TemplateError>> {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    for file in Files::iter() {
        let (Some(name), Some(source)) = (file.strip_suffix(".hbs"), Files::get(&file)) else { continue };
        templates.register_template_string(name, String::from_utf8_lossy(&source.data)).map_err(Box::new)?;
    }
    templates.register_helper("t", Box::new(Translate(Arc::clone(locales))));
    Ok(templates)
}

fn render<T: Serialize>(state: &State, template: &str, shell: &Shell<'_, T>) -> HttpResponse {
    match state.templates.render(template, shell) {
        Ok(html) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(template, %error, "a page could not be rendered");
            HttpResponse::InternalServerError().content_type("text/plain; charset=utf-8").body("500\n")
        }
    }
}

fn language_links<'a>(locales: &'a Locales, current: &str) -> Vec<LanguageLink<'a>> {
    let link =
        |code: &'a str| LanguageLink { code, name: locales.text(code, "language-name", &[]), current: code == current };
    locales.codes().into_iter().map(link).collect()
}

/// `{{t "key" name=value}}`: a message in the page's language. Handlebars escapes the result, arguments and all.
struct Translate(Arc<Locales>);

impl HelperDef for Translate {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let missing = || RenderErrorReason::ParamNotFoundForIndex("t", 0);
        let key = helper.param(0).and_then(|key| key.value().as_str()).ok_or_else(missing)?;
        let language = context.data().get("language").and_then(Value::as_str).unwrap_or(SOURCE);
        let arguments: Vec<(&str, String)> = helper
            .hash()
            .iter()
            .map(|(name, value)| {
                (*name, value.value().as_str().map_or_else(|| value.value().to_string(), str::to_owned))
            })
            .collect();
        let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok(ScopedJson::Derived(Value::String(self.0.text(language, key, &arguments))))
    }
}
