//! What every route answers to everybody: one line a route, with what a form sends to it.

use crate::season::Who;

/// Who comes in.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// Everybody, whatever the object.
    Everybody,
    /// Nobody outside the local mode.
    Nobody,
    /// Nobody, because what it names is not there in this season.
    NothingThere,
    /// Whoever is signed in.
    SignedIn,
    /// Who coordinates a region: their own pages.
    Coordinators,
    /// These, to every object that there is.
    These(&'static [Who]),
    /// Who was invited to the response; where that is said its region's coordinator too, and who administers.
    Response { coordinator: bool },
    /// The region's coordinator, and who administers.
    Region,
    /// The region's coordinator alone.
    Speaker,
    /// The coordinator of the response's region, and who administers.
    Review,
}

/// How a form is sent.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    None,
    Fields(&'static [(&'static str, &'static str)]),
    /// With a file.
    File,
    /// The respondent's form with a file.
    Attachment,
}

/// Stands for an identifier that nobody has used.
pub const FRESH: &str = "{fresh}";

/// Stands for the version of the round.
pub const PUBLISHED: &str = "{published}";

pub type Expected = (&'static str, &'static str, Rule, Body);

const ADMIN: Rule = Rule::These(&[Who::Admin]);
const RESULTS: Rule = Rule::These(&[Who::Admin, Who::Consultant]);
const OWN: Rule = Rule::Response { coordinator: false };
const READ: Rule = Rule::Response { coordinator: true };
const EMPTY: Body = Body::Fields(&[]);
const PASSWORDS: Body = Body::Fields(&[("password", "short"), ("again", "short")]);

pub const EXPECTED: &[Expected] = &[
    ("get", "/live", Rule::Everybody, Body::None),
    ("get", "/ready", Rule::Everybody, Body::None),
    ("get", "/assets/{hash}/{name}", Rule::Everybody, Body::None),
    ("get", "/", Rule::Everybody, Body::None),
    ("get", "/sign-in", Rule::Everybody, Body::None),
    (
        "post",
        "/sign-in",
        Rule::Everybody,
        Body::Fields(&[("email", "x@example.org"), ("password", "wrong"), ("next", "/")]),
    ),
    ("get", "/sign-in/code", Rule::Everybody, Body::None),
    ("post", "/sign-in/code", Rule::Everybody, Body::Fields(&[("code", "1"), ("next", "/")])),
    ("get", "/sign-in/authenticator", Rule::Everybody, Body::None),
    ("post", "/sign-in/authenticator", Rule::Everybody, Body::Fields(&[("code", "1"), ("next", "/")])),
    ("get", "/welcome/{token}", Rule::Everybody, Body::None),
    ("post", "/welcome/{token}", Rule::Everybody, PASSWORDS),
    ("get", "/setup/{token}", Rule::Everybody, Body::None),
    (
        "post",
        "/setup/{token}",
        Rule::Everybody,
        Body::Fields(&[
            ("email", "x@example.org"),
            ("name", ""),
            ("password", "a b c d e f g"),
            ("again", "a b c d e f g"),
        ]),
    ),
    ("post", "/sign-out", Rule::SignedIn, EMPTY),
    ("post", "/new-link", Rule::Everybody, Body::Fields(&[("email", "x@example.org")])),
    ("get", "/open/{token}", Rule::Everybody, Body::None),
    ("post", "/open/{token}", Rule::Everybody, EMPTY),
    ("post", "/language", Rule::Everybody, Body::Fields(&[("language", "en"), ("back", "/")])),
    ("get", "/account", Rule::SignedIn, Body::None),
    ("get", "/account/data", Rule::SignedIn, Body::None),
    ("get", "/account/data.json", Rule::SignedIn, Body::None),
    ("post", "/account/password", Rule::SignedIn, PASSWORDS),
    ("post", "/account/sessions", Rule::SignedIn, Body::Fields(&[("session", "others")])),
    ("post", "/account/recovery-codes", Rule::SignedIn, Body::Fields(&[("code", "1")])),
    ("get", "/local/{audience}", Rule::Nobody, Body::None),
    ("post", "/local/{audience}", Rule::Nobody, EMPTY),
    ("get", "/mailbox", Rule::Nobody, Body::None),
    ("get", "/mailbox/{mail}", Rule::Nobody, Body::None),
    ("get", "/mailbox/{mail}/html", Rule::Nobody, Body::None),
    ("get", "/unsubscribe/{token}", Rule::Everybody, Body::None),
    ("post", "/unsubscribe/{token}", Rule::Everybody, EMPTY),
    ("get", "/admin/mail", ADMIN, Body::None),
    ("post", "/admin/mail", ADMIN, Body::Fields(&[("action", "nothing")])),
    ("get", "/admin/mail/messages/{mail}", ADMIN, Body::None),
    ("post", "/admin/mail/messages/{mail}", ADMIN, Body::Fields(&[("action", "retry")])),
    ("get", "/admin/mail/preview", ADMIN, Body::None),
    ("get", "/admin/mail/preview/{kind}/{language}", ADMIN, Body::None),
    ("get", "/admin/mail/preview/{kind}/{language}/html", ADMIN, Body::None),
    ("post", "/admin/mail/preview/{kind}/{language}", ADMIN, Body::Fields(&[("action", "send")])),
    ("get", "/admin/mail/bounces", ADMIN, Body::None),
    ("post", "/admin/mail/bounces", ADMIN, Body::Fields(&[("action", "record"), ("address", "x@example.org")])),
    ("post", "/admin/mail/bounces/import", ADMIN, Body::File),
    ("get", "/responses", Rule::SignedIn, Body::None),
    ("get", "/responses/{response}", OWN, Body::None),
    ("get", "/responses/{response}/questions", READ, Body::None),
    ("get", "/responses/{response}/sections/{section}", OWN, Body::None),
    ("post", "/responses/{response}/sections/{section}", OWN, EMPTY),
    ("get", "/responses/{response}/entries/{entry:.*}", OWN, Body::None),
    ("post", "/responses/{response}/entries/{entry:.*}", OWN, EMPTY),
    ("get", "/responses/{response}/files/{question:.*}", OWN, Body::None),
    ("post", "/responses/{response}/files/{question:.*}", OWN, Body::Attachment),
    ("get", "/responses/{response}/attachments/{attachment}", READ, Body::None),
    ("post", "/responses/{response}/confirm", OWN, Body::Fields(&[("path", "note")])),
    ("get", "/responses/{response}/earlier", READ, Body::None),
    ("get", "/responses/{response}/check", OWN, Body::None),
    ("post", "/responses/{response}/submit", OWN, Body::Fields(&[("key", FRESH)])),
    ("get", "/responses/{response}/receipt", READ, Body::None),
    (
        "post",
        "/responses/{response}/request",
        OWN,
        Body::Fields(&[("state", "submitted"), ("revision", "1"), ("text", "")]),
    ),
    ("get", "/responses/{response}/review", Rule::Review, Body::None),
    (
        "post",
        "/responses/{response}/review",
        Rule::Review,
        Body::Fields(&[("decision", "accept"), ("state", "submitted"), ("revision", "7")]),
    ),
    ("post", "/responses/{response}/queries", Rule::Review, Body::Fields(&[("path", "note"), ("text", "")])),
    ("get", "/responses/{response}/queries/{query}", READ, Body::None),
    (
        "post",
        "/responses/{response}/queries/{query}",
        READ,
        Body::Fields(&[("action", "reply"), ("text", ""), ("seen", "1")]),
    ),
    ("get", "/regions/{region}/rounds/{round}/queries", Rule::Region, Body::None),
    ("get", "/regions", Rule::Coordinators, Body::None),
    ("get", "/regions/{region}", Rule::Region, Body::None),
    ("get", "/regions/{region}/rounds/{round}/answer", Rule::Region, Body::None),
    ("post", "/regions/{region}/rounds/{round}/answer", Rule::Speaker, Body::Fields(&[("then", "begin")])),
    ("get", "/regions/{region}/rounds/{round}/answer/sections/{section}", Rule::Region, Body::None),
    ("post", "/regions/{region}/rounds/{round}/answer/sections/{section}", Rule::Speaker, EMPTY),
    ("get", "/regions/{region}/rounds/{round}/answer/repeats/{repeat}", Rule::Region, Body::None),
    (
        "post",
        "/regions/{region}/rounds/{round}/answer/repeats/{repeat}",
        Rule::Speaker,
        Body::Fields(&[("version:things", "0"), ("then", "add")]),
    ),
    ("get", "/regions/{region}/rounds/{round}/answer/repeats/{repeat}/{entry}", Rule::Speaker, Body::None),
    (
        "post",
        "/regions/{region}/rounds/{round}/answer/repeats/{repeat}/{entry}",
        Rule::Speaker,
        Body::Fields(&[("version:things", "0")]),
    ),
    ("get", "/regions/{region}/rounds/{round}/answer/sign-off", Rule::Region, Body::None),
    ("post", "/regions/{region}/rounds/{round}/answer/sign-off", Rule::Speaker, EMPTY),
    ("post", "/regions/{region}/rounds/{round}/answer/reopen", Rule::Speaker, EMPTY),
    ("get", "/regions/{region}/rounds/{round}", Rule::Region, Body::None),
    ("post", "/regions/{region}/rounds/{round}", Rule::Speaker, Body::Fields(&[("action", "remind_overdue")])),
    ("get", "/regions/{region}/rounds/{round}/invite", Rule::Speaker, Body::None),
    (
        "post",
        "/regions/{region}/rounds/{round}/invite",
        Rule::Speaker,
        Body::Fields(&[("action", "invite"), ("blocks", "1"), ("message", "")]),
    ),
    ("get", "/regions/{region}/rounds/{round}/departments/{department}", Rule::Region, Body::None),
    (
        "post",
        "/regions/{region}/rounds/{round}/departments/{department}",
        Rule::Speaker,
        Body::Fields(&[("action", "remind")]),
    ),
    ("get", "/results", RESULTS, Body::None),
    ("get", "/results/{round}", RESULTS, Body::None),
    ("get", "/results/{round}/{file}", RESULTS, Body::None),
    ("get", "/admin", ADMIN, Body::None),
    ("get", "/admin/questionnaires", ADMIN, Body::None),
    ("post", "/admin/questionnaires", ADMIN, Body::File),
    ("get", "/admin/questionnaires/{version}", ADMIN, Body::None),
    ("post", "/admin/questionnaires/{version}", ADMIN, Body::Fields(&[("action", "publish")])),
    ("get", "/admin/questionnaires/{version}/workbook/{form}", ADMIN, Body::None),
    ("get", "/admin/questionnaires/{version}/translations", ADMIN, Body::None),
    ("post", "/admin/questionnaires/{version}/translations", ADMIN, Body::File),
    ("get", "/admin/questionnaires/{version}/translations/table", ADMIN, Body::None),
    ("get", "/admin/rounds/new", ADMIN, Body::None),
    (
        "post",
        "/admin/rounds/new",
        ADMIN,
        Body::Fields(&[
            ("name", ""),
            ("code", ""),
            ("version", ""),
            ("opens_at", ""),
            ("deadline", ""),
            ("invitees", ""),
        ]),
    ),
    ("get", "/admin/rounds/{round}", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}", ADMIN, Body::Fields(&[("action", "invite"), ("invitees", "")])),
    ("get", "/admin/rounds/{round}/settings", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/settings", ADMIN, Body::Fields(&[("name", "")])),
    ("get", "/admin/rounds/{round}/regions", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/regions", ADMIN, Body::Fields(&[("action", "add"), ("codes", "")])),
    ("get", "/admin/rounds/{round}/move", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/move", ADMIN, Body::Fields(&[("to", PUBLISHED)])),
    ("get", "/admin/rounds/{round}/dashboard", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/dashboard", ADMIN, Body::Fields(&[("action", "accept")])),
    ("get", "/admin/rounds/{round}/participation.csv", ADMIN, Body::None),
    ("get", "/admin/rounds/{round}/reminders", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/reminders", ADMIN, Body::Fields(&[("action", "add"), ("days", "")])),
    ("get", "/admin/rounds/{round}/carry", ADMIN, Body::None),
    ("post", "/admin/rounds/{round}/carry", Rule::NothingThere, Body::Fields(&[("from", FRESH)])),
    ("get", "/admin/registry", ADMIN, Body::None),
    ("get", "/admin/registry/files/{file}", ADMIN, Body::None),
    ("get", "/admin/registry/import/{kind}", ADMIN, Body::None),
    ("post", "/admin/registry/import/{kind}", ADMIN, Body::File),
    ("post", "/admin/registry/import/{kind}/{file}", ADMIN, EMPTY),
    ("get", "/admin/registry/regions/{region}", ADMIN, Body::None),
    ("post", "/admin/registry/regions/{region}", ADMIN, Body::Fields(&[("action", "merge"), ("into", "XX")])),
    ("get", "/admin/people", ADMIN, Body::None),
    (
        "post",
        "/admin/people",
        ADMIN,
        Body::Fields(&[("email", "no"), ("name", ""), ("language", "en"), ("role", ""), ("region", "")]),
    ),
    ("get", "/admin/people/{account}", ADMIN, Body::None),
    ("post", "/admin/people/{account}", ADMIN, Body::Fields(&[("action", "rename"), ("name", "N")])),
    ("get", "/admin/people/{account}/erase", ADMIN, Body::None),
    ("post", "/admin/people/{account}/erase", ADMIN, Body::Fields(&[("email", "another")])),
    ("get", "/admin/people/{account}/receipt.json", Rule::NothingThere, Body::None),
    ("get", "/admin/privacy", ADMIN, Body::None),
    ("get", "/admin/audit", ADMIN, Body::None),
    ("get", "/admin/audit.csv", ADMIN, Body::None),
];
