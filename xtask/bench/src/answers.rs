//! What the AWS of the benchmark answers: a user who belongs to two organisations, with a live session and a live
//! challenge; whatever is written is accepted.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::http::Request;

/// The user, a name that is never given out.
pub(crate) const USER: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7";
/// A bearer secret of that user, of 32 zero bytes.
pub(crate) const HANDLE: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const ORGANISATIONS: [(&str, &str); 2] =
    [("org_01KAT0PXG0Z3C5D7E9F1G3H5J8", "Bakkerij De Gouden Aar B.V."), ("org_01KAT0PXG0Z3C5D7E9F1G3H5J9", "Van Dijk")];

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

/// The memberships through the index, or the sessions.
fn query(body: &Value) -> Value {
    let items: Vec<Value> = if body["IndexName"].is_string() {
        let row = |(id, _): &(&str, &str)| {
            let mut row = key(&format!("ORG#{id}"), &format!("MEMBER#{USER}"));
            row["user_pk"] = text(&format!("USER#{USER}"));
            row["org_sk"] = text(&format!("ORG#{id}"));
            row
        };
        ORGANISATIONS.iter().map(row).collect()
    } else {
        item(&key(&format!("USER#{USER}"), &format!("SESSION#{}", MAC.1))).into_iter().collect()
    };
    json!({ "Count": items.len(), "ScannedCount": items.len(), "Items": items })
}

/// The item of a key, with the key in it; `None` for one that is not there.
fn item(wanted: &Value) -> Option<Value> {
    let (pk, sk) = (wanted["pk"]["S"].as_str()?, wanted["sk"]["S"].as_str()?);
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()?;
    let number = |value: i64| json!({ "N": value.to_string() });
    let mut item = match sk.split_once('#').map_or(sk, |(kind, _)| kind) {
        "USER" => json!({
            "id": text(pk.strip_prefix("USER#")?), "login": text("sanne"), "name": text("Sanne de Vries"),
            "email": text("sanne@example.com"), "mobile": text("+31612345601"), "language": text("nl"),
            "kind": text("client"), "status": text("active"), "billed_to": text(ORGANISATIONS[0].0),
            "failures": number(0), "valid_from": number(0),
        }),
        "SESSION" => json!({
            "created_at": number(now - 60_000), "last_seen_at": number(now), "ends_at_latest": number(now + 43_200_000),
            "device": text("Firefox, Windows"),
        }),
        "CHALLENGE" => json!({
            "purpose": text("sign_in"), "method": text("sms"), "mac": text(MAC.1), "expires_at": number(now + 120_000),
            "resend_at": number(now), "attempts": number(0), "used_up": { "BOOL": false },
        }),
        "DEVICE" => json!({ "seen_at": number(now) }),
        "LOGIN" => json!({ "user": text(USER) }),
        "ORG" => {
            let (id, name) = ORGANISATIONS.iter().find(|(id, _)| pk.ends_with(id))?;
            json!({ "id": text(id), "name": text(name), "client_number": text("10001") })
        }
        "MEMBER" => json!({ "rights": { "L": [text("approve"), text("dossier"), text("upload")] } }),
        _ => return None,
    };
    item["pk"] = text(pk);
    item["sk"] = text(sk);
    Some(item)
}

fn key(pk: &str, sk: &str) -> Value {
    json!({ "pk": text(pk), "sk": text(sk) })
}

fn text(value: &str) -> Value {
    json!({ "S": value })
}
