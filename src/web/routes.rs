//! Every address of the product, once, with its guard beside it. What is not here does not exist: the guard refuses a
//! route that it does not find in this table.

use actix_web::{http::Method, web};

use super::{account, admin, assets, consultant, coordinator, guard::Guard, local, public, respondent, review};
use crate::access::policy::Action;

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub guard: Guard,
    /// Served without looking at who asks.
    pub is_asset: bool,
}

macro_rules! routes {
    ($($method:ident $path:literal, $guard:expr => $handler:path;)*) => {
        /// The table.
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            guard: $guard,
            is_asset: is_asset($path),
        }),*];

        /// Gives the table to the framework.
        pub fn configure(config: &mut web::ServiceConfig) {
            $(config.route($path, web::$method().to($handler));)*
        }
    };
}

const QUESTIONNAIRES: Guard = Guard::May(Action::ManageQuestionnaires);
const ROUNDS: Guard = Guard::May(Action::ManageRounds);
const MAIL: Guard = Guard::May(Action::ReadMail);
const REGISTRY: Guard = Guard::May(Action::ManageRegistry);
const PEOPLE: Guard = Guard::May(Action::ManagePeople);
const AUDIT: Guard = Guard::May(Action::ReadAudit);
const RESULTS: Guard = Guard::May(Action::ReadResults);

routes! {
    get "/live", Guard::Anyone => public::health::live;
    get "/ready", Guard::Anyone => public::health::ready;
    get "/assets/{hash}/{name}", Guard::Anyone => assets::get;

    get "/", Guard::Anyone => public::home::get;
    get "/sign-in", Guard::Anyone => public::sign_in::get;
    post "/sign-in", Guard::Anyone => public::sign_in::post;
    get "/sign-in/code", Guard::Anyone => public::second_factor::get;
    post "/sign-in/code", Guard::Anyone => public::second_factor::post;
    get "/sign-in/authenticator", Guard::Anyone => public::second_factor::enrolment;
    post "/sign-in/authenticator", Guard::Anyone => public::second_factor::enrol;
    get "/welcome/{token}", Guard::Anyone => public::welcome::get;
    post "/welcome/{token}", Guard::Anyone => public::welcome::post;
    get "/setup/{token}", Guard::Anyone => public::setup::get;
    post "/setup/{token}", Guard::Anyone => public::setup::post;
    post "/sign-out", Guard::SignedIn => public::sign_in::sign_out;
    post "/new-link", Guard::Anyone => public::link::request;
    get "/open/{token}", Guard::Anyone => public::link::get;
    post "/open/{token}", Guard::Anyone => public::link::post;
    post "/language", Guard::Anyone => public::language::post;
    get "/unsubscribe/{token}", Guard::Anyone => public::unsubscribe::get;
    post "/unsubscribe/{token}", Guard::Anyone => public::unsubscribe::post;

    get "/account", Guard::SignedIn => account::get;
    get "/account/data", Guard::SignedIn => account::data::get;
    get "/account/data.json", Guard::SignedIn => account::data::download;
    post "/account/password", Guard::SignedIn => account::password::post;
    post "/account/sessions", Guard::SignedIn => account::sessions::post;
    post "/account/recovery-codes", Guard::SignedIn => account::recovery::post;

    get "/local/{audience}", Guard::Local => local::get;
    post "/local/{audience}", Guard::Local => local::post;
    get "/mailbox", Guard::Local => local::mailbox;
    get "/mailbox/{mail}", Guard::Local => local::mail;
    get "/mailbox/{mail}/html", Guard::Local => local::mail_html;

    get "/responses", Guard::SignedIn => respondent::list::get;
    get "/responses/{response}", Guard::SignedIn => respondent::hub::get;
    get "/responses/{response}/questions", Guard::SignedIn => respondent::questions::get;
    get "/responses/{response}/sections/{section}", Guard::SignedIn => respondent::section::get;
    post "/responses/{response}/sections/{section}", Guard::SignedIn => respondent::section::post;
    get "/responses/{response}/entries/{entry:.*}", Guard::SignedIn => respondent::entry::get;
    post "/responses/{response}/entries/{entry:.*}", Guard::SignedIn => respondent::entry::post;
    get "/responses/{response}/files/{question:.*}", Guard::SignedIn => respondent::file::get;
    post "/responses/{response}/files/{question:.*}", Guard::SignedIn => respondent::file::post;
    get "/responses/{response}/attachments/{attachment}", Guard::SignedIn => respondent::file::download;
    post "/responses/{response}/confirm", Guard::SignedIn => respondent::moved::post;
    get "/responses/{response}/earlier", Guard::SignedIn => respondent::moved::get;
    get "/responses/{response}/check", Guard::SignedIn => respondent::check::get;
    post "/responses/{response}/submit", Guard::SignedIn => respondent::submit::post;
    get "/responses/{response}/receipt", Guard::SignedIn => respondent::receipt::get;
    post "/responses/{response}/request", Guard::SignedIn => respondent::receipt::request;

    get "/responses/{response}/review", Guard::SignedIn => review::page::get;
    post "/responses/{response}/review", Guard::SignedIn => review::page::post;
    post "/responses/{response}/queries", Guard::SignedIn => review::asking::post;
    get "/responses/{response}/queries/{query}", Guard::SignedIn => review::conversation::get;
    post "/responses/{response}/queries/{query}", Guard::SignedIn => review::conversation::post;
    get "/regions/{region}/rounds/{round}/queries", Guard::SignedIn => review::list::get;

    get "/regions", Guard::SignedIn => coordinator::regions::get;
    get "/regions/{region}", Guard::SignedIn => coordinator::overview::get;
    get "/regions/{region}/rounds/{round}", Guard::SignedIn => coordinator::desk::get;
    post "/regions/{region}/rounds/{round}", Guard::SignedIn => coordinator::desk::post;
    get "/regions/{region}/rounds/{round}/invite", Guard::SignedIn => coordinator::invite::get;
    post "/regions/{region}/rounds/{round}/invite", Guard::SignedIn => coordinator::invite::post;
    get "/regions/{region}/rounds/{round}/departments/{department}", Guard::SignedIn => coordinator::department::get;
    post "/regions/{region}/rounds/{round}/departments/{department}", Guard::SignedIn => coordinator::department::post;

    get "/results", RESULTS => consultant::rounds::get;
    get "/results/{round}", RESULTS => consultant::round::get;
    get "/results/{round}/{file}", RESULTS => consultant::download::get;

    get "/admin", ROUNDS => admin::overview::get;
    get "/admin/questionnaires", QUESTIONNAIRES => admin::questionnaires::get;
    post "/admin/questionnaires", QUESTIONNAIRES => admin::questionnaires::post;
    get "/admin/questionnaires/{version}", QUESTIONNAIRES => admin::version::get;
    post "/admin/questionnaires/{version}", QUESTIONNAIRES => admin::version::post;
    get "/admin/questionnaires/{version}/workbook/{form}", QUESTIONNAIRES => admin::workbook::get;
    get "/admin/questionnaires/{version}/translations", QUESTIONNAIRES => admin::translations::get;
    post "/admin/questionnaires/{version}/translations", QUESTIONNAIRES => admin::translations::post;
    get "/admin/questionnaires/{version}/translations/table", QUESTIONNAIRES => admin::translations::download;
    get "/admin/rounds/new", ROUNDS => admin::new_round::get;
    post "/admin/rounds/new", ROUNDS => admin::new_round::post;
    get "/admin/rounds/{round}", ROUNDS => admin::round::get;
    post "/admin/rounds/{round}", ROUNDS => admin::round::post;
    get "/admin/rounds/{round}/settings", ROUNDS => admin::round_settings::get;
    post "/admin/rounds/{round}/settings", ROUNDS => admin::round_settings::post;
    get "/admin/rounds/{round}/regions", ROUNDS => admin::round_regions::get;
    post "/admin/rounds/{round}/regions", ROUNDS => admin::round_regions::post;

    get "/admin/rounds/{round}/dashboard", ROUNDS => admin::dashboard::get;
    post "/admin/rounds/{round}/dashboard", ROUNDS => admin::dashboard::post;
    get "/admin/rounds/{round}/participation.csv", ROUNDS => admin::dashboard::download;
    get "/admin/rounds/{round}/reminders", ROUNDS => admin::reminders::get;
    post "/admin/rounds/{round}/reminders", ROUNDS => admin::reminders::post;

    get "/admin/rounds/{round}/carry", ROUNDS => admin::carry::get;
    post "/admin/rounds/{round}/carry", ROUNDS => admin::carry::post;

    get "/admin/mail", MAIL => admin::mail::list::get;
    post "/admin/mail", ROUNDS => admin::mail::list::post;
    get "/admin/mail/messages/{mail}", MAIL => admin::mail::one::get;
    post "/admin/mail/messages/{mail}", ROUNDS => admin::mail::one::post;
    get "/admin/mail/preview", MAIL => admin::mail::preview::index;
    get "/admin/mail/preview/{kind}/{language}", MAIL => admin::mail::preview::get;
    get "/admin/mail/preview/{kind}/{language}/html", MAIL => admin::mail::preview::html;
    post "/admin/mail/preview/{kind}/{language}", ROUNDS => admin::mail::preview::post;
    get "/admin/mail/bounces", MAIL => admin::mail::bounces::get;
    post "/admin/mail/bounces", ROUNDS => admin::mail::bounces::post;
    post "/admin/mail/bounces/import", ROUNDS => admin::mail::bounces::import;
    get "/admin/registry", REGISTRY => admin::registry::get;
    get "/admin/registry/files/{file}", REGISTRY => admin::registry::download;
    get "/admin/registry/import/{kind}", REGISTRY => admin::import::get;
    post "/admin/registry/import/{kind}", REGISTRY => admin::import::post;
    post "/admin/registry/import/{kind}/{file}", REGISTRY => admin::import::apply;
    get "/admin/registry/regions/{region}", REGISTRY => admin::region::get;
    post "/admin/registry/regions/{region}", REGISTRY => admin::region::post;

    get "/admin/people", PEOPLE => admin::people::get;
    post "/admin/people", PEOPLE => admin::people::post;
    get "/admin/people/{account}", PEOPLE => admin::person::get;
    post "/admin/people/{account}", PEOPLE => admin::person::post;

    get "/admin/people/{account}/erase", PEOPLE => admin::erase::get;
    post "/admin/people/{account}/erase", PEOPLE => admin::erase::post;
    get "/admin/people/{account}/receipt.json", PEOPLE => admin::erase::receipt;
    get "/admin/privacy", AUDIT => admin::privacy::get;

    get "/admin/audit", AUDIT => admin::audit::get;
    get "/admin/audit.csv", AUDIT => admin::audit::download;
    get "/admin/rounds/{round}/move", ROUNDS => admin::moving::get;
    post "/admin/rounds/{round}/move", ROUNDS => admin::moving::post;
}

/// The line for a method and a pattern.
#[must_use]
pub fn find(method: &Method, pattern: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == pattern && method.as_str().eq_ignore_ascii_case(route.method))
}

const fn is_asset(path: &str) -> bool {
    let start = path.as_bytes();
    matches!(start, [b'/', b'a', b's', b's', b'e', b't', b's', b'/', ..] | b"/live" | b"/ready")
}
