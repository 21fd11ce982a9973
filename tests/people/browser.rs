//! Somebody with a browser that keeps cookies and follows nothing by itself.

use periplus::access::totp::Secret;

use crate::{
    authenticator,
    site::{BOUNDARY, FORM, Site, multipart},
};

pub const PASSWORD: &str = "a long enough pass phrase 7";

pub struct Browser<'a> {
    site: &'a Site,
    client: reqwest::Client,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl<'a> Browser<'a> {
    pub fn new(site: &'a Site) -> Self {
        let client = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        Self { site, client: client.build().unwrap() }
    }

    /// With a password and a new authenticator; its secret, and the recovery codes.
    pub async fn enrolled(site: &'a Site, email: &str) -> (Self, Secret, Vec<String>) {
        let browser = Self::new(site);
        let next = browser.password(email, PASSWORD).await;
        assert_eq!(next.location, "/sign-in/authenticator?next=%2F", "{next:?}");
        let secret = authenticator::secret_on(&browser.get(&next.location).await.text).expect("a key");
        let code = authenticator::code(&secret);
        let done = browser.send(&next.location, "/sign-in/authenticator", &[("code", &code), ("next", "/")]).await;
        assert_eq!(done.status, 200, "{done:?}");
        let codes = done.text.split("<li><code>").skip(1).map(|rest| rest[..19].to_owned()).collect();
        (browser, secret, codes)
    }

    pub async fn password(&self, email: &str, password: &str) -> Answer {
        self.send("/sign-in", "/sign-in", &[("email", email), ("password", password), ("next", "/")]).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.client.get(format!("{}{path}", self.site.address))).await
    }

    /// Sends fields with the token of the page that they come from.
    pub async fn send(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token(page).await;
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = self.client.post(format!("{}{path}", self.site.address));
        answer(request.header("Content-Type", FORM).body(body)).await
    }

    /// Sends a file from its page.
    pub async fn upload(&self, page: &str, file: &[u8]) -> Answer {
        let body = multipart(&self.token(page).await, file);
        let request = self.client.post(format!("{}{page}", self.site.address));
        answer(request.header("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
    }

    async fn token(&self, page: &str) -> String {
        let text = self.get(page).await.text;
        let (_, rest) =
            text.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no form on {page}: {text}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, location) = (response.status().as_u16(), location.to_owned());
    Answer { status, location, text: response.text().await.unwrap() }
}
