//! Addresses that the portal may call. A firm's setting leads there, so a name that turns out to be an internal one
//! (through DNS, an IPv4 address in IPv6 clothes, a translated one) must not open the inside of the cloud account.
//!
//! The rule names what may be called, from IANA's special-purpose registries (RFC 6890 and what came after): in IPv6
//! nothing outside 2000::/3, which leaves out ::1, mapped, translated, unique local, link-local and multicast ones.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use http::Uri;

use crate::filing::IdempotencyKey;

/// The text is not an address that may be called. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an https address of a host, without user and fragment")]
pub struct InvalidAddress;

/// Where calls may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses by https, as in every deployment.
    Public,
    /// To this machine alone, by http or https: for the local stack.
    Loopback,
}

impl Reach {
    /// Whether an address that a name led to may be called.
    pub(crate) fn allows(self, ip: IpAddr) -> bool {
        match (self, ip) {
            (Self::Loopback, ip) => ip.is_loopback(),
            (Self::Public, IpAddr::V4(ip)) => is_public_v4(ip),
            (Self::Public, IpAddr::V6(ip)) => is_public_v6(ip),
        }
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = match ip.octets() {
        // This network, private, loopback, link-local (with the cloud's metadata service).
        [0 | 10 | 127, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [172, second, ..] => (16..=31).contains(&second),
        // Shared by carriers (RFC 6598); protocol assignments, documentation, 6to4 relays; benchmarks.
        [100, second, ..] => (64..=127).contains(&second),
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // Protocol assignments with Teredo (2001::/23), documentation, 6to4, documentation (RFC 9637).
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// An address with a host, as a setting gives it. Its path may be a secret of the receiver's, so it is not shown.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) tls: bool,
    /// A name, or an IP address without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// What the header `Host` says.
    pub(crate) authority: String,
    path: String,
    query: Option<String>,
}

impl Address {
    pub(crate) fn parse(text: &str, reach: Reach) -> Result<Self, InvalidAddress> {
        if text.len() > 2000 || text.contains('#') {
            return Err(InvalidAddress);
        }
        let uri: Uri = text.parse().map_err(|_| InvalidAddress)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(InvalidAddress)?;
        let tls = match (uri.scheme_str(), reach) {
            (Some("https"), _) => true,
            (Some("http"), Reach::Loopback) => false,
            _ => return Err(InvalidAddress),
        };
        // `http` reads an authority's port only when it is one; whatever else stands there is refused here.
        let host = authority.host();
        let port = match authority.as_str().strip_prefix(host) {
            Some("") => {
                if tls {
                    443
                } else {
                    80
                }
            }
            Some(port) => port.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or(InvalidAddress)?,
            None => return Err(InvalidAddress),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() || port == 0 {
            return Err(InvalidAddress);
        }
        Ok(Self {
            tls,
            host: host.to_owned(),
            port,
            authority: authority.as_str().to_owned(),
            path: uri.path().trim_end_matches('/').to_owned(),
            query: uri.query().map(str::to_owned),
        })
    }

    /// What the request line asks for: the address itself, or what it has of one filing.
    pub(crate) fn target(&self, of: Option<&IdempotencyKey>) -> String {
        let mut target = self.path.clone();
        if let Some(key) = of {
            target = format!("{target}/{key}");
        }
        if target.is_empty() {
            target.push('/');
        }
        if let Some(query) = &self.query {
            target = format!("{target}?{query}");
        }
        target
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Address(…)")
    }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{Timestamp, delivery::Channel, id::DocumentId};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_internal_may_be_called_in_whatever_clothes() {
        for ip in [
            // Loopback, this network, private, link-local and the metadata service, carriers' own.
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            // Assignments, documentation, benchmarks, multicast, reserved, broadcast.
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            // The same in IPv6: loopback, unspecified, mapped, compatible, translated, 6to4, Teredo.
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:93.184.215.14",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:1ff::1",
            // Unique local, link-local, the metadata service, site-local, multicast, discard, documentation.
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "2001:db8::1",
            "3fff:fff::1",
            "5f00::1",
        ] {
            assert!(!Reach::Public.allows(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn the_neighbours_of_what_is_special_are_public() {
        for ip in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "2a05:d018::1",
            "3ffe:ffff::1",
        ] {
            assert!(Reach::Public.allows(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn for_the_local_stack_there_is_this_machine_and_nothing_else() {
        for (ip, allowed) in [("127.0.0.1", true), ("::1", true), ("::ffff:127.0.0.1", false), ("1.1.1.1", false)] {
            assert_eq!(Reach::Loopback.allows(ip.parse().unwrap()), allowed, "{ip}");
        }
    }

    #[test]
    fn an_address_is_https_and_has_a_host_and_no_user() {
        for text in [
            "",
            "archive.example",
            "/in",
            "http://archive.example/in",
            "ftp://archive.example",
            "https://",
            "https://a@archive.example/",
            "https://a:b@archive.example/",
            "https://archive.example/in#x",
            "https://archive.example:0/",
            "https://archive.example:65536/",
            "https://archive.example:/",
            "https://[::1/",
            "https://archive example/",
            "https://:443/",
        ] {
            assert!(Address::parse(text, Reach::Public).is_err(), "{text}");
        }
        let address = Address::parse("https://[2a05:d018::1]:8443/in", Reach::Public).unwrap();
        assert_eq!((address.host.as_str(), address.port, address.tls), ("2a05:d018::1", 8443, true));
        assert_eq!(address.authority, "[2a05:d018::1]:8443");
        assert!(Address::parse("http://localhost:8082", Reach::Loopback).is_ok_and(|address| !address.tls));
        assert_eq!(format!("{address:?}"), "Address(…)");
    }

    #[test]
    fn one_filing_has_its_address_below_the_path_and_before_the_query() {
        let key = IdempotencyKey::new(DocumentId::new(Timestamp::UNIX_EPOCH, 7), 1, Channel::Archive);
        let target = |text: &str, of| Address::parse(text, Reach::Public).unwrap().target(of);
        assert_eq!(target("https://archive.example", None), "/");
        assert_eq!(target("https://archive.example/in/", None), "/in");
        assert_eq!(target("https://archive.example/in?k=1", None), "/in?k=1");
        assert_eq!(target("https://archive.example", Some(&key)), format!("/{key}"));
        assert_eq!(target("https://archive.example/in?k=1", Some(&key)), format!("/in/{key}?k=1"));
    }

    proptest! {
        #[test]
        fn no_text_crashes_the_parser(text: String) {
            if let Ok(address) = Address::parse(&text, Reach::Loopback) {
                prop_assert!(!address.host.is_empty() && address.target(None).starts_with(['/', '?']));
            }
        }

        #[test]
        fn no_ipv4_address_gets_through_as_a_mapped_one(bits: u32) {
            let mapped = Ipv4Addr::from(bits).to_ipv6_mapped();
            prop_assert!(!Reach::Public.allows(IpAddr::V6(mapped)));
        }
    }
}
