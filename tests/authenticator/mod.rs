//! An authenticator for tests: reads the key of the page that sets it up, and gives codes.

use chrono::Utc;
use periplus::access::totp::Secret;

/// The secret that a page shows as text.
pub fn secret_on(page: &str) -> Option<Secret> {
    let (_, rest) = page.split_once("id=\"secret\">")?;
    let text: String = rest.split('<').next()?.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = totp_rs::Secret::try_from_base32(text).ok()?;
    Secret::from_stored(bytes.as_bytes().to_vec())
}

/// The code of now.
pub fn code(secret: &Secret) -> String {
    secret.code(Utc::now().timestamp())
}
