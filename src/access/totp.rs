//! Second factors: six-digit codes of an authenticator (RFC 6238), and the recovery codes that stand in for it.

use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;

const ISSUER: &str = "Periplus";
const SECRET_BYTES: usize = 20;
/// Codes of the step before and the step after are taken: clocks differ, and people type slowly.
const SKEW: u16 = 1;
/// Without letters that are taken for digits.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/// What authenticator and server share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// A recovery code as it is shown, once. Debug output hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl Secret {
    /// Wraps random bytes; randomness comes in as a value.
    #[must_use]
    pub fn new(random: [u8; SECRET_BYTES]) -> Self {
        Self(random.to_vec())
    }

    /// What was stored; `None` for what cannot be a secret.
    #[must_use]
    pub fn from_stored(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == SECRET_BYTES).then_some(Self(bytes))
    }

    /// What to store.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text to type into an authenticator that has no camera.
    #[must_use]
    pub fn text(&self) -> String {
        self.totp("").map(|totp| totp.secret().to_base32()).unwrap_or_default()
    }

    /// The address that a QR code holds.
    #[must_use]
    pub fn address(&self, email: &str) -> String {
        // A colon would end the issuer's name.
        self.totp(&email.replace(':', " ")).and_then(|totp| totp.to_url().ok()).unwrap_or_default()
    }

    /// The step of this code at this second since 1970, if it is right. Steps that were used must not be used again.
    #[must_use]
    pub fn step(&self, code: &str, seconds: i64) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = self.totp("")?.check(&digits, u64::try_from(seconds).ok()?)?;
        i64::try_from(step).ok()
    }

    /// The code at this second since 1970.
    #[must_use]
    pub fn code(&self, seconds: i64) -> String {
        let code = self.totp("").zip(u64::try_from(seconds).ok());
        code.map(|(totp, seconds)| totp.generate(seconds).to_string()).unwrap_or_default()
    }

    fn totp(&self, email: &str) -> Option<Totp> {
        let name = if email.is_empty() { ISSUER } else { email };
        let secret = totp_rs::Secret::new(self.0.clone().into_boxed_slice());
        Builder::new()
            .with_secret(secret)
            .with_skew(SKEW)
            .with_issuer(Some(ISSUER))
            .with_account_name(name)
            .build()
            .ok()
    }
}

impl RecoveryCode {
    /// Makes a code of 80 random bits: four groups of four characters.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        let character = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).map_or('A', |byte| char::from(*byte));
        let characters: Vec<char> = random.iter().map(character).collect();
        Self(characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// What somebody typed, in whatever case and groups; `None` for what cannot be a code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
        let letters: Vec<u8> = letters.map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
        let known: Option<Vec<u8>> = letters
            .iter()
            .map(|letter| ALPHABET.iter().position(|known| known == letter).and_then(|at| u8::try_from(at).ok()))
            .collect();
        known?.try_into().ok().map(Self::new)
    }

    /// The text to show, once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to store. 80 random bits cannot be guessed, so no slow hash is needed.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's test vectors; its codes there have eight digits, of which ours are the last six.
    fn known() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(known().code(seconds), code, "at {seconds}");
            assert_eq!(known().step(code, seconds), Some(seconds / 30), "at {seconds}");
        }
    }

    #[test]
    fn a_code_is_right_one_step_early_and_one_late() {
        let code = known().code(1_234_567_890);
        for (away, right) in [(-61, false), (-31, false), (-30, true), (0, true), (30, true), (59, true), (60, false)] {
            assert_eq!(known().step(&code, 1_234_567_890 + away).is_some(), right, "{away} seconds away");
        }
        assert_eq!(known().step(" 005 924 ", 1_234_567_890), Some(41_152_263), "spaces are typed with it");
        for wrong in ["", "5924", "0059241", "+05924", "００５９２４", "abcdef"] {
            assert_eq!(known().step(wrong, 1_234_567_890), None, "{wrong}");
        }
        assert_eq!(known().step(&code, -1), None);
    }

    #[test]
    fn an_authenticator_reads_the_address() {
        let address = known().address("a+b@example.org");
        assert!(address.starts_with("otpauth://totp/Periplus:a%2Bb%40example"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert!(address.contains("issuer=Periplus"), "{address}");
        assert_eq!(known().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(known().address("odd:name@example.org").starts_with("otpauth://"));
        assert_eq!(format!("{:?}", known()), "Secret(…)");
    }

    #[test]
    fn a_recovery_code_reads_back_as_people_type_it() {
        let code = RecoveryCode::new([0, 1, 2, 3, 4, 5, 6, 7, 28, 29, 30, 31, 32, 33, 64, 255]);
        assert_eq!(code.reveal(), "ABCD-EFGH-6789-ABA9");
        for typed in ["abcd-efgh-6789-aba9", "ABCDEFGH6789ABA9", " abcd efgh 6789 aba9 "] {
            assert_eq!(RecoveryCode::parse(typed).map(|code| code.hash()), Some(code.hash()), "{typed}");
        }
        for wrong in ["", "ABCD", "ABCD-EFGH-6789-ABA9-A", "ABCD-EFGH-6789-ABAI", "ééééééééé"] {
            assert_eq!(RecoveryCode::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    }
}
