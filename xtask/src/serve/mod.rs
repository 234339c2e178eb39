//! The local server: what CloudFront does in AWS, on this machine only. One port has the portal (the web
//! app's files and the API on one origin), the other the inbox page, the third a stand-in of the firm's archive. It
//! does not know the portal's rules.

mod archive;
mod files;
mod http;
mod inbox;
mod page;
mod proxy;

use std::sync::Arc;

use self::http::{Answer, Request, listen};
use crate::failure::{Failure, Result};
use crate::places::{Places, read};
use crate::stack::Stack;

pub(crate) use archive::{Archive, KEY as ARCHIVE_KEY};
pub(crate) use files::{Files, security_headers};
pub(crate) use inbox::Inbox;
pub(crate) use proxy::Proxy;

/// Serves the portal on `port`: web/dist, and the API of `stack`.
pub(crate) fn portal(places: &Places, stack: &Stack, port: u16) -> Result {
    let headers = read(&places.web().join("security-headers.json"))?;
    let files = Files::new(places.web().join("dist"), security_headers(&headers, stack.text("endpoint"))?);
    let proxy = Proxy::new(&stack.api());
    listen(port, proxy::LARGEST, move |request| {
        let path = request.path();
        if path.starts_with("/api/") && path != "/api/openapi.json" {
            files.with_security_headers(proxy.answer(request))
        } else {
            files.answer(request)
        }
    })
}

/// Serves the inbox page of `stack` on `port`, with what `archive` took.
pub(crate) fn inbox(stack: &Stack, port: u16, archive: &Arc<Archive>) -> Result {
    let inbox = Inbox::watch(stack.text("endpoint"), archive);
    listen(port, 0, move |request| inbox.answer(request))
}

/// Serves a stand-in of the firm's archive on `port`: the functions reach it at [`archive_url`].
pub(crate) fn archive(port: u16) -> Result<Arc<Archive>> {
    let archive = Archive::new();
    let serving = Arc::clone(&archive);
    listen(port, archive::LARGEST_MESSAGE, move |request| serving.answer(request))?;
    Ok(archive)
}

/// Where the archive on `port` takes its messages.
pub(crate) fn archive_url(port: u16) -> String {
    format!("http://localhost:{port}/in")
}

/// Fails unless the web app was built.
pub(crate) fn built(places: &Places) -> Result {
    if places.web().join("dist/index.html").exists() {
        Ok(())
    } else {
        Err(Failure::new("The web app's build left no web/dist/index.html."))
    }
}
