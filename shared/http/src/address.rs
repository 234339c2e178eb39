//! Where a request came from, as far as the portal can trust it.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The viewer's address: the one that stands at this place from the right of X-Forwarded-For (1 is the last). What stands
/// further to the left was written by the viewer, who may write anything. `None` with 0 hops, or when nothing usable
/// stands there.
#[must_use]
pub fn of_viewer(headers: &HeaderMap, hops: usize) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').nth(hops.checked_sub(1)?)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn address(forwarded: &str, hops: usize) -> Option<String> {
        let name = HeaderName::from_static("x-forwarded-for");
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_str(forwarded).unwrap())]);
        of_viewer(&headers, hops).map(|address| address.to_string())
    }

    #[test]
    fn what_the_viewer_wrote_is_not_believed() {
        let forwarded = "10.0.0.1, 198.51.100.7, 203.0.113.9";
        assert_eq!(address(forwarded, 2).as_deref(), Some("198.51.100.7"));
        assert_eq!(address("2001:db8::1, 203.0.113.9", 2).as_deref(), Some("2001:db8::1"));
        assert_eq!(address(forwarded, 0), None);
        assert_eq!(address("203.0.113.9", 2), None);
        assert_eq!(address("<script>, 203.0.113.9", 2), None);
    }
}
