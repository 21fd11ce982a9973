//! Passwords: argon2id with the library's recommended parameters; long input is capped before hashing.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use thiserror::Error;

/// Characters below which a password is refused (NIST SP 800-63B asks for 8 at the least; we ask for 12).
pub const SHORTEST: usize = 12;
/// Bytes above which a password is refused before any hashing.
pub const LONGEST: usize = 256;

/// Why a password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    #[error("the password is shorter than {SHORTEST} characters")]
    TooShort,
    #[error("the password is longer than {LONGEST} bytes")]
    TooLong,
    #[error("the password could not be hashed")]
    Hashing,
}

/// Hashes a new password into the PHC string format, with `salt` (16 random bytes).
///
/// # Errors
/// When it is too short or too long.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|hash| hash.to_string()).map_err(|_| PasswordError::Hashing)
}

/// Is this the password? Without a stored hash the same work is done and the answer is no, so that the time tells
/// nothing.
#[must_use]
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    let password = password.as_bytes();
    let capped = password.get(..LONGEST).unwrap_or(password);
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY));
    let right = parsed.is_ok_and(|parsed| Argon2::default().verify_password(capped, &parsed).is_ok());
    right && stored.is_some()
}

/// A hash of nothing that anybody knows, with the same parameters as real ones.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$iUL8fSgvN4pRUiLmHS6Ah2sJwr9ig+ZBMYFZ3nWIiiQ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let stored = hash("correct horse battery", &[1; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse battery", Some(&stored)));
        assert!(!verify("correct horse batterY", Some(&stored)));
        assert!(!verify("correct horse battery", None));
        assert!(PasswordHash::new(NOBODY).is_ok(), "or unknown accounts would answer sooner");
        assert!(!verify("correct horse battery", Some("not a hash")));
    }

    #[test]
    fn lengths_are_bounded() {
        assert_eq!(hash("short", &[1; 16]), Err(PasswordError::TooShort));
        assert_eq!(hash(&"é".repeat(129), &[1; 16]), Err(PasswordError::TooLong));
        assert!(!verify(&"é".repeat(100_000), None));
    }
}
