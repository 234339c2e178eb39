//! Promises of the template about passwords, permissions and headers. The emulator enforces none of them:
//! AWS does, so they are asserted here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Problems;
use super::template::{Rule, Template, list};

pub(super) const RULES: [Rule; 5] = [password_flows, password_policy, wildcards, keys, evidence];

/// The only way to try a password is the server's, with a secret.
fn password_flows(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, client) in template.all("AWS::Cognito::UserPoolClient") {
        let properties = &client["Properties"];
        let exact = [
            ("ExplicitAuthFlows", json!(["ALLOW_ADMIN_USER_PASSWORD_AUTH"])),
            ("GenerateSecret", json!(true)),
            ("PreventUserExistenceErrors", json!("ENABLED")),
            ("EnableTokenRevocation", json!(true)),
            ("AllowedOAuthFlowsUserPoolClient", json!(false)),
            ("SupportedIdentityProviders", json!(["COGNITO"])),
        ];
        for (name, value) in exact {
            if properties[name] != value {
                problems.push(format!("{id}: {name} is {}, not {value}", properties[name]));
            }
        }
        for name in ["AllowedOAuthFlows", "CallbackURLs", "DefaultRedirectURI"] {
            if properties.get(name).is_some() {
                problems.push(format!("{id}: {name} opens a public way in"));
            }
        }
        for name in ["AccessTokenValidity", "IdTokenValidity"] {
            let minutes = properties["TokenValidityUnits"][name.trim_end_matches("Validity")] == "minutes";
            if !minutes || properties[name].as_i64().is_none_or(|value| value > 5) {
                problems.push(format!("{id}: {name} is longer than five minutes"));
            }
        }
    }
    if template.all("AWS::Cognito::UserPoolClient").count() != 1 {
        problems.push("there is not exactly one password client".to_owned());
    }
    for kind in ["AWS::Cognito::UserPoolDomain", "AWS::Cognito::IdentityPool"] {
        problems.extend(template.all(kind).map(|(id, _)| format!("{id}: {kind} opens a public way in")));
    }
    problems
}

/// Only the portal makes users; length counts, classes do not; the second factor is the portal's own.
fn password_policy(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, pool) in template.all("AWS::Cognito::UserPool") {
        let properties = &pool["Properties"];
        let policy = &properties["Policies"]["PasswordPolicy"];
        if properties["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] != true {
            problems.push(format!("{id}: anybody can make a user"));
        }
        if policy["MinimumLength"].as_i64().is_none_or(|length| length < 12) {
            problems.push(format!("{id}: a password may be shorter than 12"));
        }
        for class in ["RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"] {
            if policy[class] != false {
                problems.push(format!("{id}: {class} is not off"));
            }
        }
        for (name, value) in [("DeletionProtection", "ACTIVE"), ("MfaConfiguration", "OFF")] {
            if properties[name] != value {
                problems.push(format!("{id}: {name} is not {value}"));
            }
        }
        if properties["AccountRecoverySetting"]["RecoveryMechanisms"] != json!([{"Name": "admin_only", "Priority": 1}])
        {
            problems.push(format!("{id}: Cognito can recover an account past the portal"));
        }
    }
    problems
}

/// A statement that says `*` has a name, and its resource says why under that name.
fn wildcards(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, resource) in template.resources() {
        let reasons = &resource["Metadata"]["Wildcards"];
        let mut used = Vec::new();
        for statement in statements(&resource["Properties"]) {
            if !has_wildcard(statement) {
                continue;
            }
            let sid = statement["Sid"].as_str().unwrap_or_default();
            used.push(sid);
            if reasons[sid].as_str().is_none_or(|reason| reason.len() < 20) {
                problems.push(format!("{id}: statement {sid:?} has a wildcard without a reason in Metadata.Wildcards"));
            }
        }
        for (sid, _) in reasons.as_object().into_iter().flatten().filter(|(sid, _)| !used.contains(&sid.as_str())) {
            problems.push(format!("{id}: Metadata.Wildcards.{sid} is of no statement"));
        }
        if !resource["Properties"]["ManagedPolicyArns"].is_null()
            || resource["Type"] == "AWS::Serverless::Function" && !resource["Properties"]["Policies"].is_null()
        {
            problems.push(format!("{id}: ready-made policies allow more than their function needs"));
        }
    }
    problems
}

/// Every policy statement somewhere below `value`.
fn statements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(map) => {
            let own = map.get("Effect").map(|_| value);
            own.into_iter().chain(map.values().flat_map(statements)).collect()
        }
        Value::Array(values) => values.iter().flat_map(statements).collect(),
        _ => Vec::new(),
    }
}

fn has_wildcard(statement: &Value) -> bool {
    let text = |value: &Value| {
        value.as_str().or(value["Fn::Sub"].as_str()).or(value["Fn::Sub"][0].as_str()).map(str::to_owned)
    };
    let star = |name: &str| list(&statement[name]).into_iter().filter_map(text).any(|text| text.contains('*'));
    let reverse = ["NotAction", "NotResource", "NotPrincipal"].iter().any(|name| statement.get(name).is_some());
    star("Action") || star("Resource") || reverse
}

/// Keys turn where KMS can turn them, and outlive the stack. Evidence is signed with a key whose public half anybody may
/// have.
fn keys(template: &Template) -> Problems {
    let mut problems = Vec::new();
    let evidence = &template.json["Resources"]["EvidenceKey"]["Properties"];
    if evidence["KeySpec"] != "ECC_NIST_P256" || evidence["KeyUsage"] != "SIGN_VERIFY" {
        problems.push("EvidenceKey: not a P-256 key that signs".to_owned());
    }
    for (id, key) in template.all("AWS::KMS::Key") {
        let symmetric = matches!(key["Properties"]["KeySpec"].as_str(), None | Some("SYMMETRIC_DEFAULT"));
        if symmetric && key["Properties"]["EnableKeyRotation"] != true {
            problems.push(format!("{id}: the key is not rotated"));
        }
        if key["DeletionPolicy"] != "Retain" || key["UpdateReplacePolicy"] != "Retain" {
            problems.push(format!("{id}: the key goes with the stack, and with it what it encrypted"));
        }
    }
    problems
}

/// What no function may do to files, keys and evidence: not by mistake, and not for whoever gets hold of it.
const NEVER: [&str; 7] = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject",
    "s3:PutBucket",
    "s3:PutLifecycleConfiguration",
    "kms:DisableKey",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
];

/// Only `prove` signs and locks, and no function takes away what is there.
fn evidence(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, role) in template.all("AWS::IAM::Role") {
        for statement in statements(&role["Properties"]["Policies"]).into_iter().filter(|one| one["Effect"] == "Allow")
        {
            for action in list(&statement["Action"]).into_iter().filter_map(Value::as_str) {
                if NEVER.iter().any(|never| action.starts_with(never)) {
                    problems.push(format!("{id}: {action} takes away what must stay"));
                }
                if matches!(action, "kms:Sign" | "s3:PutObjectRetention") && id != "ProveRole" {
                    problems.push(format!("{id}: {action} is for evidence, which only prove makes"));
                }
            }
        }
    }
    problems
}

/// The distribution gives exactly the headers of web/security-headers.json, with every answer. `{files}` in them is the
/// files bucket's address.
pub(super) fn headers(template: &Template, expected: &Value) -> Problems {
    let mut problems = Vec::new();
    let (files, parts) = files_origin(template);
    let expected: BTreeMap<String, String> = expected
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().replace("{files}", &files)))
        .collect();
    let policies: Vec<_> = template.all("AWS::CloudFront::ResponseHeadersPolicy").collect();
    let [(policy_id, policy)] = policies[..] else {
        return vec!["there is not exactly one policy of response headers".to_owned()];
    };
    let found = policy_headers(&policy["Properties"]["ResponseHeadersPolicyConfig"]);
    let security = &policy["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    if security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"][1] != *parts {
        problems.push(format!("{policy_id}: the files bucket's name has other parts here than at the bucket"));
    }
    for (name, value) in &expected {
        if found.get(name) != Some(value) {
            problems
                .push(format!("{policy_id}: {name} is {:?}, web/security-headers.json has {value:?}", found.get(name)));
        }
    }
    problems.extend(
        found
            .keys()
            .filter(|name| !expected.contains_key(*name))
            .map(|name| format!("{policy_id}: {name} is not in web/security-headers.json")),
    );
    for (id, distribution) in template.all("AWS::CloudFront::Distribution") {
        let config = &distribution["Properties"]["DistributionConfig"];
        let behaviours = std::iter::once(&config["DefaultCacheBehavior"]).chain(list(&config["CacheBehaviors"]));
        for behaviour in
            behaviours.filter(|behaviour| behaviour["ResponseHeadersPolicyId"] != json!({"Ref": policy_id}))
        {
            problems.push(format!("{id}: {} is answered without the security headers", behaviour["PathPattern"]));
        }
    }
    problems
}

/// The address of the files bucket as signed addresses have it, and the parts that its name is put together from.
fn files_origin(template: &Template) -> (String, &Value) {
    let name = &template.json["Resources"]["FilesBucket"]["Properties"]["BucketName"]["Fn::Sub"];
    let host = name[0].as_str().unwrap_or("no-bucket");
    (format!("https://{host}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}"), &name[1])
}

fn policy_headers(config: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let security = &config["SecurityHeadersConfig"];
    let text = |value: &Value| value.as_str().or(value["Fn::Sub"][0].as_str()).unwrap_or_default().to_owned();
    let overriding = |value: &Value| value["Override"] == true;
    for (name, part, key) in [
        ("Content-Security-Policy", "ContentSecurityPolicy", "ContentSecurityPolicy"),
        ("X-Frame-Options", "FrameOptions", "FrameOption"),
        ("Referrer-Policy", "ReferrerPolicy", "ReferrerPolicy"),
    ] {
        if overriding(&security[part]) {
            found.insert(name.to_owned(), text(&security[part][key]));
        }
    }
    if overriding(&security["ContentTypeOptions"]) {
        found.insert("X-Content-Type-Options".to_owned(), "nosniff".to_owned());
    }
    let transport = &security["StrictTransportSecurity"];
    if overriding(transport) {
        let subdomains = if transport["IncludeSubdomains"] == true { "; includeSubDomains" } else { "" };
        let preload = if transport["Preload"] == true { "; preload" } else { "" };
        let age = transport["AccessControlMaxAgeSec"].as_i64().unwrap_or_default();
        found.insert("Strict-Transport-Security".to_owned(), format!("max-age={age}{subdomains}{preload}"));
    }
    for item in list(&config["CustomHeadersConfig"]["Items"]) {
        if overriding(item) {
            found.insert(text(&item["Header"]), text(&item["Value"]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::template::samples::{each_breaks, real};
    use super::*;

    #[test]
    fn a_public_password_flow_is_found() {
        each_breaks(
            password_flows,
            &[
                ("/Resources/UserPoolClient/Properties/ExplicitAuthFlows", json!(["ALLOW_USER_PASSWORD_AUTH"])),
                (
                    "/Resources/UserPoolClient/Properties/ExplicitAuthFlows",
                    json!(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]),
                ),
                (
                    "/Resources/UserPoolClient/Properties/ExplicitAuthFlows",
                    json!(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
                ),
                ("/Resources/UserPoolClient/Properties/ExplicitAuthFlows", Value::Null),
                ("/Resources/UserPoolClient/Properties/GenerateSecret", json!(false)),
                ("/Resources/UserPoolClient/Properties/PreventUserExistenceErrors", json!("LEGACY")),
                ("/Resources/UserPoolClient/Properties/AllowedOAuthFlows", json!(["code"])),
                ("/Resources/UserPoolClient/Properties/AccessTokenValidity", json!(60)),
                (
                    "/Resources/UserPoolClient/Properties/TokenValidityUnits",
                    json!({"AccessToken": "hours", "IdToken": "minutes"}),
                ),
                ("/Resources/Second", json!({"Type": "AWS::Cognito::UserPoolClient", "Properties": {}})),
                ("/Resources/Hosted", json!({"Type": "AWS::Cognito::UserPoolDomain", "Properties": {}})),
            ],
        );
    }

    #[test]
    fn a_weak_pool_is_found() {
        each_breaks(
            password_policy,
            &[
                ("/Resources/UserPool/Properties/AdminCreateUserConfig", Value::Null),
                ("/Resources/UserPool/Properties/Policies/PasswordPolicy/MinimumLength", json!(8)),
                ("/Resources/UserPool/Properties/Policies/PasswordPolicy/RequireSymbols", json!(true)),
                ("/Resources/UserPool/Properties/DeletionProtection", json!("INACTIVE")),
                ("/Resources/UserPool/Properties/AccountRecoverySetting", Value::Null),
            ],
        );
    }

    #[test]
    fn a_wildcard_without_a_reason_is_found() {
        let statements = "/Resources/NotifyRole/Properties/Policies/0/PolicyDocument/Statement";
        each_breaks(
            wildcards,
            &[
                (&format!("{statements}/0/Resource"), json!("*")),
                (&format!("{statements}/0/Action"), json!(["logs:*"])),
                (&format!("{statements}/0/Resource"), json!({"Fn::Sub": "${NotifyLogs.Arn}*"})),
                (&format!("{statements}/0/NotAction"), json!("logs:GetLogEvents")),
                ("/Resources/SignInRole/Metadata/Wildcards/Sms", Value::Null),
                ("/Resources/SignInRole/Metadata/Wildcards/Sms", json!("needed")),
                ("/Resources/SignInRole/Metadata/Wildcards/Old", json!("A reason without its statement.")),
                (
                    "/Resources/NotifyRole/Properties/ManagedPolicyArns",
                    json!(["arn:aws:iam::aws:policy/AdministratorAccess"]),
                ),
                ("/Resources/NotifyFunction/Properties/Policies", json!(["AmazonSESFullAccess"])),
            ],
        );
    }

    #[test]
    fn a_key_that_stands_still_or_goes_is_found() {
        each_breaks(
            keys,
            &[
                ("/Resources/DataKey/Properties/EnableKeyRotation", Value::Null),
                ("/Resources/SeedKey/Properties/EnableKeyRotation", json!(false)),
                ("/Resources/CodeKey/DeletionPolicy", json!("Delete")),
                ("/Resources/EvidenceKey/DeletionPolicy", json!("Delete")),
                ("/Resources/EvidenceKey/Properties/KeyUsage", json!("ENCRYPT_DECRYPT")),
                ("/Resources/EvidenceKey/Properties/KeySpec", json!("RSA_2048")),
                ("/Resources/EvidenceKey", Value::Null),
            ],
        );
    }

    #[test]
    fn a_function_that_could_remove_or_make_evidence_is_found() {
        let action = "/Resources/SignInRole/Properties/Policies/0/PolicyDocument/Statement/0/Action";
        let bad = ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "kms:ScheduleKeyDeletion", "kms:Sign"];
        each_breaks(evidence, &bad.map(|name| (action, json!(["logs:PutLogEvents", name]))));
    }

    #[test]
    fn other_headers_are_found() {
        let expected: Value = serde_json::from_str(include_str!("../../../web/security-headers.json")).unwrap();
        assert_eq!(headers(&real(), &expected), Problems::new());
        let mut other = expected.clone();
        other["Referrer-Policy"] = json!("no-referrer");
        assert_eq!(headers(&real(), &other).len(), 1);
        let mut more = expected.clone();
        more["X-New"] = json!("1");
        assert_eq!(headers(&real(), &more).len(), 1);
        let mut less = expected.clone();
        less.as_object_mut().unwrap().remove("Permissions-Policy");
        assert_eq!(headers(&real(), &less).len(), 1);
        let mut elsewhere = expected.clone();
        elsewhere["Content-Security-Policy"] =
            json!(expected["Content-Security-Policy"].as_str().unwrap().replace("{files}", "https:"));
        assert_eq!(headers(&real(), &elsewhere).len(), 1);
        let mut template = real();
        let behaviours = "/Resources/Distribution/Properties/DistributionConfig/CacheBehaviors/1";
        template.json.pointer_mut(behaviours).unwrap().as_object_mut().unwrap().remove("ResponseHeadersPolicyId");
        assert_eq!(headers(&template, &expected).len(), 1);
        for (name, value) in [("0", json!("other-${Stack}")), ("1", json!({"Stack": {"Ref": "AWS::StackName"}}))] {
            let mut template = real();
            let place = format!("/Resources/FilesBucket/Properties/BucketName/Fn::Sub/{name}");
            *template.json.pointer_mut(&place).unwrap() = value;
            assert_eq!(headers(&template, &expected).len(), 1, "{place}");
        }
    }
}
