//! The portal's two cookies. Both have the `__Host-` prefix: Secure, the whole path, this host only (ASVS 3.3.1).

use std::str::FromStr;

use akkoord_domain::handle::{DeviceToken, Handle};
use axum::http::{HeaderMap, HeaderValue, header};

const SESSION: &str = "__Host-session";
const DEVICE: &str = "__Host-device";
const YEAR_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The session's handle, when a well-formed one came with the request.
#[must_use]
pub fn session(headers: &HeaderMap) -> Option<Handle> {
    read(headers, SESSION)
}

/// The device's token, when a well-formed one came with the request.
#[must_use]
pub fn device(headers: &HeaderMap) -> Option<DeviceToken> {
    read(headers, DEVICE)
}

fn read<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut values = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    values.find(|(found, _)| *found == name).and_then(|(_, value)| value.parse().ok())
}

/// Sets the session's cookie; it goes when the browser closes, or when the server ends it.
#[must_use]
pub fn set_session(handle: &Handle) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{SESSION}={}; Path=/; Secure; HttpOnly; SameSite=Strict", handle.expose())).ok()
}

/// Removes the session's cookie.
#[must_use]
pub fn clear_session() -> HeaderValue {
    HeaderValue::from_static("__Host-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// Remembers the device for a year.
#[must_use]
pub fn set_device(token: &DeviceToken) -> Option<HeaderValue> {
    let token = token.expose();
    let text = format!("{DEVICE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={YEAR_SECONDS}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{Timestamp, id::UserId};

    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn a_session_is_read_from_among_other_cookies_and_bad_ones_are_no_session() {
        let handle = Handle::new(UserId::new(Timestamp::UNIX_EPOCH, 5), [9; 32]);
        let text = handle.expose();
        assert_eq!(session(&headers(&format!("a=b; __Host-session={text}; c=d"))), Some(handle));
        for cookie in ["", ";;;", "__Host-session", "__Host-session=", "__Host-session=x.y", &format!("session={text}")]
        {
            assert_eq!(session(&headers(cookie)), None, "{cookie}");
        }
    }

    #[test]
    fn the_cookies_have_every_protection() {
        let handle = Handle::new(UserId::new(Timestamp::UNIX_EPOCH, 5), [9; 32]);
        for cookie in [set_session(&handle).unwrap(), clear_session(), set_device(&DeviceToken::new([1; 32])).unwrap()]
        {
            let cookie = cookie.to_str().unwrap().to_owned();
            for part in ["__Host-", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
                assert!(cookie.contains(part), "{cookie} lacks {part}");
            }
            assert!(!cookie.contains("Domain"));
        }
    }
}
