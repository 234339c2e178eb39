//! How a user is reached: mobile number and e-mail address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a mobile number or an e-mail address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidContact {
    /// Not a telephone number, or not one that can exist in its country.
    #[error("not a valid telephone number")]
    Number,
    /// A number that cannot receive an SMS.
    #[error("not a mobile number")]
    NotMobile,
    /// Not an e-mail address.
    #[error("not a valid e-mail address")]
    Email,
}

/// A mobile number as E.164: `+`, country code, subscriber number, 8–15 digits in all (ITU-T E.164, 6.2).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MobileNumber(String);

impl MobileNumber {
    /// Reads a number as people write it; without a country code it is Dutch (`06 12 34 56 01`).
    ///
    /// # Errors
    /// [`InvalidContact::Number`] or [`InvalidContact::NotMobile`].
    pub fn parse(text: &str) -> Result<Self, InvalidContact> {
        // The parser is for outside input; a bound on its input bounds its work.
        if text.len() > 32 {
            return Err(InvalidContact::Number);
        }
        let number =
            phonenumber::parse(Some(phonenumber::country::Id::NL), text).map_err(|_| InvalidContact::Number)?;
        if !number.is_valid() {
            return Err(InvalidContact::Number);
        }
        let kind = number.number_type(&phonenumber::metadata::DATABASE);
        if !matches!(kind, phonenumber::Type::Mobile | phonenumber::Type::FixedLineOrMobile) {
            return Err(InvalidContact::NotMobile);
        }
        number.format().mode(phonenumber::Mode::E164).to_string().parse()
    }

    /// The number as E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the number's country code is one of these (digits only, for example `31`).
    #[must_use]
    pub fn is_in(&self, country_codes: &[String]) -> bool {
        country_codes.iter().any(|code| !code.is_empty() && self.0[1..].starts_with(code.as_str()))
    }

    /// What a person may see before the second factor: the kind of number and its last two digits.
    #[must_use]
    pub fn masked(&self) -> String {
        let last = &self.0[self.0.len() - 2..];
        if self.0.starts_with("+316") {
            format!("06 •••• ••{last}")
        } else {
            format!("+•• •••• ••{last}")
        }
    }
}

impl fmt::Debug for MobileNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked())
    }
}

impl FromStr for MobileNumber {
    type Err = InvalidContact;

    /// Accepts only the stored form.
    fn from_str(text: &str) -> Result<Self, InvalidContact> {
        let digits = text.strip_prefix('+').ok_or(InvalidContact::Number)?;
        let well_formed = (8..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidContact::Number) }
    }
}

impl TryFrom<String> for MobileNumber {
    type Error = InvalidContact;

    fn try_from(text: String) -> Result<Self, InvalidContact> {
        text.parse()
    }
}

impl From<MobileNumber> for String {
    fn from(number: MobileNumber) -> String {
        number.0
    }
}

/// An e-mail address: at most 254 bytes of printable ASCII with one `@` (the shape of RFC 5321; whether it
/// exists only a mail can tell).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidContact;

    fn from_str(text: &str) -> Result<Self, InvalidContact> {
        let text = text.trim();
        let (local, host) = text.split_once('@').ok_or(InvalidContact::Email)?;
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"(),:;<>[\\]@".contains(&byte);
        let well_formed = text.len() <= 254
            && (1..=64).contains(&local.len())
            && local.bytes().all(plain)
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidContact::Email) }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidContact;

    fn try_from(text: String) -> Result<Self, InvalidContact> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_as_people_write_it_becomes_e164() {
        for text in ["06 12 34 56 01", "06-12345601", "+31 6 12345601", "0031612345601", "+31(0)612345601"] {
            assert_eq!(MobileNumber::parse(text).map(|number| number.0), Ok("+31612345601".to_owned()), "{text}");
        }
        assert_eq!(MobileNumber::parse("+32 470 12 34 56").unwrap().as_str(), "+32470123456");
    }

    #[test]
    fn a_landline_and_nonsense_are_refused() {
        assert_eq!(MobileNumber::parse("020 794 0800"), Err(InvalidContact::NotMobile));
        for text in ["", "06", "06123456011111", "abc", "+31 6 1234", &"1".repeat(33)] {
            assert_eq!(MobileNumber::parse(text), Err(InvalidContact::Number), "{text}");
        }
    }

    #[test]
    fn the_mask_shows_two_digits_and_the_country_list_is_exact() {
        let number = MobileNumber::parse("0612345601").unwrap();
        assert_eq!(number.masked(), "06 •••• ••01");
        assert!(number.is_in(&["32".to_owned(), "31".to_owned()]));
        assert!(!number.is_in(&["32".to_owned(), String::new()]));
    }

    #[test]
    fn an_address_has_one_at_sign_and_a_host() {
        assert!("sanne@example.com".parse::<EmailAddress>().is_ok());
        for text in [
            "",
            "a",
            "@a.nl",
            "a@",
            "a@b",
            "a@b..nl",
            "a@-b.nl",
            "a b@c.nl",
            "a@c.nl\r\nBcc: x@y.nl",
            "a@b@c.nl",
            "a,b@c.nl",
        ] {
            assert_eq!(text.parse::<EmailAddress>(), Err(InvalidContact::Email), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_crashes_the_parsers(text: String) {
            let _number = MobileNumber::parse(&text);
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert!(!address.as_str().contains(['\r', '\n']));
            }
        }
    }
}
