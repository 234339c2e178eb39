//! What the AWS of the benchmark answers: a user who belongs to two organisations, with a live session and a live
//! challenge, and a member of the firm's staff; whatever is written is accepted. The documents are in `documents`.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{documents, http::Request};

/// The user, a name that is never given out.
pub(crate) const USER: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7";
/// A bearer secret of that user, of 32 zero bytes.
pub(crate) const HANDLE: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// A member of the firm's staff, who is every organisation's contact.
pub(crate) const STAFF: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5K1";
/// A bearer secret of that one.
pub(crate) const STAFF_HANDLE: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5K1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// The organisation whose documents there are.
pub(crate) const ORGANISATION: &str = "org_01KAT0PXG0Z3C5D7E9F1G3H5J8";
const ORGANISATIONS: [(&str, &str); 2] =
    [(ORGANISATION, "Bakkerij De Gouden Aar B.V."), ("org_01KAT0PXG0Z3C5D7E9F1G3H5J9", "Van Dijk")];

/// The MAC that KMS makes of everything, as base 64 and as the table keeps it.
const MAC: (&str, &str) = (
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "0000000000000000000000000000000000000000000000000000000000000000",
);

/// What a request asks of which service.
pub(crate) struct Asked {
    pub(crate) service: &'static str,
    pub(crate) operation: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

/// Reads which operation is asked for: from the target header, a form's action, or the path.
pub(crate) fn asked(request: &Request) -> Asked {
    let target = request.header("x-amz-target").unwrap_or_default();
    if let Some((prefix, operation)) = target.split_once('.') {
        let service = match prefix {
            "DynamoDB_20120810" => "DynamoDB",
            "AWSCognitoIdentityProviderService" => "Cognito",
            "TrentService" => "KMS",
            "AmazonSQS" => "SQS",
            _ => "unknown",
        };
        return Asked { service, operation: operation.to_owned() };
    }
    if request.path == "/v2/email/outbound-emails" {
        return Asked { service: "SES", operation: "SendEmail".to_owned() };
    }
    let form = String::from_utf8_lossy(&request.body);
    match form.split('&').find_map(|pair| pair.strip_prefix("Action=")) {
        Some("Publish") => Asked { service: "SNS", operation: "Publish".to_owned() },
        _ => Asked { service: "unknown", operation: format!("{} {}", request.method, request.path) },
    }
}

/// The answer.
pub(crate) fn answer(asked: &Asked, body: &[u8]) -> Answer {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let json = match (asked.service, asked.operation.as_str()) {
        ("SNS", _) => {
            let id = "<MessageId>bench</MessageId>";
            let space = "http://sns.amazonaws.com/doc/2010-03-31/";
            let xml =
                format!("<PublishResponse xmlns=\"{space}\"><PublishResult>{id}</PublishResult></PublishResponse>");
            return Answer { status: 200, content_type: "text/xml", body: xml.into_bytes() };
        }
        ("DynamoDB", "BatchGetItem") => batch_get(&body),
        ("DynamoDB", "GetItem") => item(&body["Key"]).map_or_else(|| json!({}), |item| json!({ "Item": item })),
        ("DynamoDB", "Query") => query(&body),
        ("DynamoDB", _) | ("Cognito", "RevokeToken") => json!({}),
        ("Cognito", _) => {
            let tokens = json!({ "AccessToken": "a", "RefreshToken": "r", "TokenType": "Bearer", "ExpiresIn": 300 });
            json!({ "AuthenticationResult": tokens, "ChallengeParameters": {} })
        }
        ("KMS", _) => json!({ "KeyId": "bench", "Mac": MAC.0, "MacAlgorithm": "HMAC_SHA_256" }),
        ("SES", _) => json!({ "MessageId": "bench" }),
        ("SQS", _) => sent(&body),
        _ => return Answer { status: 400, content_type: JSON, body: br#"{"__type":"UnknownOperation"}"#.to_vec() },
    };
    Answer { status: 200, content_type: JSON, body: json.to_string().into_bytes() }
}

const JSON: &str = "application/x-amz-json-1.0";

fn sent(body: &Value) -> Value {
    let entries = body["Entries"].as_array().into_iter().flatten();
    let successful: Vec<Value> =
        entries.map(|entry| json!({ "Id": entry["Id"], "MessageId": "bench", "MD5OfMessageBody": "bench" })).collect();
    json!({ "Successful": successful, "Failed": [] })
}

fn batch_get(body: &Value) -> Value {
    let tables = body["RequestItems"].as_object().into_iter().flatten();
    let responses: serde_json::Map<String, Value> = tables
        .map(|(table, wanted)| {
            let keys = wanted["Keys"].as_array().into_iter().flatten();
            (table.clone(), keys.filter_map(item).collect())
        })
        .collect();
    json!({ "Responses": responses, "UnprocessedKeys": {} })
}

/// The memberships through their index, the sessions, or documents.
fn query(body: &Value) -> Value {
    let (index, values) = (body["IndexName"].as_str(), &body["ExpressionAttributeValues"]);
    let row = |(id, _): &(&str, &str)| {
        let mut row = key(&format!("ORG#{id}"), &format!("MEMBER#{USER}"));
        row["user_pk"] = text(&format!("USER#{USER}"));
        row["org_sk"] = text(&format!("ORG#{id}"));
        row
    };
    let items: Vec<Value> = match (index, values[":pk"]["S"].as_str()) {
        (Some("by-user"), _) => ORGANISATIONS.iter().map(row).collect(),
        (index, Some(partition)) if !partition.starts_with("USER#") => {
            documents::listed(index, partition, values[":prefix"]["S"].as_str().unwrap_or_default())
        }
        _ => item(&key(&format!("USER#{USER}"), &format!("SESSION#{}", MAC.1))).into_iter().collect(),
    };
    json!({ "Count": items.len(), "ScannedCount": items.len(), "Items": items })
}

/// Milliseconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|age| i64::try_from(age.as_millis()).ok()).unwrap_or(0)
}

/// The item of a key, with the key in it; `None` for one that is not there.
pub(crate) fn item(wanted: &Value) -> Option<Value> {
    let (pk, sk) = (wanted["pk"]["S"].as_str()?, wanted["sk"]["S"].as_str()?);
    let now = now();
    let mut item = match sk.split_once('#').map_or(sk, |(kind, _)| kind) {
        "USER" => user(pk.strip_prefix("USER#")?),
        "SESSION" => json!({
            "created_at": number(now - 60_000), "last_seen_at": number(now), "ends_at_latest": number(now + 43_200_000),
            "device": text("Firefox, Windows"),
        }),
        "CHALLENGE" if sk.ends_with(&digest(documents::CHALLENGE)) => documents::for_approving(challenge(now)),
        "CHALLENGE" => challenge(now),
        "DEVICE" => json!({ "seen_at": number(now) }),
        "LOGIN" => json!({ "user": text(USER) }),
        "ORG" => {
            let (id, name) = ORGANISATIONS.iter().find(|(id, _)| pk.ends_with(id))?;
            json!({ "id": text(id), "name": text(name), "client_number": text("10001"), "contact": text(STAFF) })
        }
        "MEMBER" => json!({ "rights": { "L": [text("approve"), text("dossier"), text("upload")] } }),
        kind => documents::item(kind, sk)?,
    };
    item["pk"] = text(pk);
    item["sk"] = text(sk);
    Some(item)
}

fn user(id: &str) -> Value {
    let (login, name) = if id == STAFF { ("joost", "Joost Bakker") } else { ("sanne", "Sanne de Vries") };
    let mut user = json!({
        "id": text(id), "login": text(login), "name": text(name), "email": text("sanne@example.com"),
        "mobile": text("+31612345601"), "language": text("nl"), "status": text("active"), "failures": number(0),
        "valid_from": number(0), "kind": text(if id == STAFF { "staff" } else { "client" }),
    });
    if id != STAFF {
        user["billed_to"] = text(ORGANISATION);
    }
    user
}

fn challenge(now: i64) -> Value {
    json!({
        "purpose": text("sign_in"), "method": text("sms"), "mac": text(MAC.1), "expires_at": number(now + 120_000),
        "resend_at": number(now), "attempts": number(0), "used_up": { "BOOL": false },
    })
}

/// What the table keeps of a bearer secret: its SHA-256 in hexadecimal.
pub(crate) fn digest(handle: &str) -> String {
    Sha256::digest(handle).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn key(pk: &str, sk: &str) -> Value {
    json!({ "pk": text(pk), "sk": text(sk) })
}

pub(crate) fn text(value: &str) -> Value {
    json!({ "S": value })
}

pub(crate) fn number(value: i64) -> Value {
    json!({ "N": value.to_string() })
}
