//! From KMS's DER to the 64 bytes of JOSE, and the one form of a JWS.

use akkoord_domain::{facts::Sha256, language::Language};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::{ecdsa::Signature, elliptic_curve::PrimeField as _};
use proptest::prelude::*;

use super::{Signer, evidence};
use crate::{Unsigned, jws};

/// An INTEGER of DER: the shortest form, with a zero before a set highest bit.
fn integer(big_endian: &[u8]) -> Vec<u8> {
    let start = big_endian.iter().position(|byte| *byte != 0).unwrap();
    let digits = &big_endian[start..];
    let sign = if digits[0] & 0x80 == 0 { &[][..] } else { &[0][..] };
    [&[2, (sign.len() + digits.len()) as u8][..], sign, digits].concat()
}

fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let body = [integer(r), integer(s)].concat();
    [&[0x30, body.len() as u8][..], &body].concat()
}

fn scalar(value: [u8; 32]) -> bool {
    bool::from(p256::Scalar::from_repr(value.into()).is_some())
}

#[test]
fn short_numbers_get_their_leading_zeros_back() {
    let mut r = [0; 32];
    let mut s = [0; 32];
    (r[31], s[30], s[31]) = (1, 0x80, 2);
    let signature = jws::from_der(&der(&r, &s)).unwrap();
    assert_eq!(signature.to_bytes()[..], [r, s].concat());
    // 72 bytes at most, 8 at least: 0x80 needs a zero before it.
    assert_eq!(der(&r, &s), [0x30, 8, 2, 1, 1, 2, 3, 0, 0x80, 2]);
}

#[test]
fn a_high_s_becomes_the_low_one() {
    let signer = Signer::new(1);
    let evidence = evidence(1, Language::Dutch);
    let signed = |flip: bool| {
        let unsigned = Unsigned::new(&evidence, super::DOCUMENT, super::READABLE.to_vec(), &signer.public).unwrap();
        let signature = Signature::from_der(&signer.der(&unsigned.digest())).unwrap();
        let s = if flip { -*signature.s() } else { *signature.s() };
        let other = Signature::from_scalars(signature.r(), s).unwrap();
        unsigned.sign(other.to_der().as_bytes()).unwrap().jws().to_owned()
    };
    assert_eq!(signed(false), signed(true));
    // The other signature fits as well, and is another file: it is not taken.
    let low = signed(false);
    let (input, encoded) = low.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap();
    let high = Signature::from_scalars(signature.r(), -signature.s()).unwrap();
    assert!(signer.public.signed(&jws::digest(input), &high));
    assert!(jws::read(low.as_bytes()).is_some());
    assert!(jws::read(jws::compact(input, &high).as_bytes()).is_none());
}

#[test]
fn a_jws_in_another_form_is_not_taken() {
    let signer = Signer::new(1);
    let kid = signer.public.fingerprint();
    let with = |input: &str| {
        let signature = jws::from_der(&signer.der(&jws::digest(input))).unwrap();
        jws::compact(input, &signature)
    };
    let header = |text: &str| with(&format!("{}.e30", BASE64_URL_SAFE_NO_PAD.encode(text)));
    let right = format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"akkoord-evidence+json"}}"#);
    assert!(jws::read(header(&right).as_bytes()).is_some());
    for text in [
        right.replace("ES256", "none"),
        right.replace("ES256", "HS256"),
        right.replace("akkoord-evidence+json", "JWT"),
        right.replace("{", r#"{"crit":["b64"],"#),
        right.replace("{", r#"{"alg":"ES256","#),
        right.replace(',', ", "),
        right.replace(kid.as_str(), "a"),
        String::new(),
    ] {
        assert!(jws::read(header(&text).as_bytes()).is_none(), "{text}");
    }
    let compact = header(&right);
    for other in [format!("{compact}\n"), format!("{compact}="), compact.replace('.', "..")] {
        assert!(jws::read(other.as_bytes()).is_none(), "{other}");
    }
}

proptest! {
    #[test]
    fn der_becomes_r_and_s_of_32_bytes(mut r: [u8; 32], mut s: [u8; 32], zeros in (0_usize..32, 0_usize..32)) {
        r[..zeros.0].fill(0);
        s[..zeros.1].fill(0);
        // The low s only: what becomes of a high one is tried above.
        s[0] &= 0x7f;
        prop_assume!(scalar(r) && scalar(s) && r != [0; 32] && s != [0; 32]);
        let signature = jws::from_der(&der(&r, &s)).unwrap();
        prop_assert_eq!(&signature.to_bytes()[..], &[r, s].concat()[..]);
    }

    #[test]
    fn no_bytes_crash_the_readers(bytes: Vec<u8>, text: String) {
        prop_assert!(jws::from_der(&bytes).is_none());
        prop_assert!(jws::read(&bytes).is_none());
        prop_assert!(jws::read(text.as_bytes()).is_none());
        prop_assert!(crate::PublicKey::from_der(&bytes).is_err());
        prop_assert!(crate::PublicKey::from_pem(&text).is_err());
    }

    #[test]
    fn a_payload_comes_back_as_it_was(payload: Vec<u8>) {
        let signer = Signer::new(1);
        let kid: &Sha256 = signer.public.fingerprint();
        let input = jws::signing_input(kid, &payload).unwrap();
        let signature = jws::from_der(&signer.der(&jws::digest(&input))).unwrap();
        let read = jws::read(jws::compact(&input, &signature).as_bytes()).unwrap();
        prop_assert!(signer.public.signed(&read.digest, &read.signature));
        prop_assert_eq!((&read.kid, read.payload), (kid, payload));
    }
}
