//! Promises of the template about its things: functions, logs, table, buckets, API, distribution.

use serde_json::{Value, json};

use super::Problems;
use super::template::{Rule, Template, list, refers_to};

pub(super) const RULES: [Rule; 7] = [functions, logs, table, buckets, files, api, distribution];

/// CloudFront's managed policies that cache nothing, and pass everything except Host.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_EXCEPT_HOST: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/// Every function has its own role and log group, encrypted settings, and alarms on errors and throttles.
fn functions(template: &Template) -> Problems {
    let mut problems = Vec::new();
    let mut roles = Vec::new();
    for (id, function) in template.all("AWS::Serverless::Function") {
        let properties = &function["Properties"];
        let role = refers_to(&properties["Role"]);
        if role.is_none() || roles.contains(&role) {
            problems.push(format!("{id}: no role of its own"));
        }
        roles.push(role);
        let group = refers_to(&properties["LoggingConfig"]["LogGroup"]);
        if !group.is_some_and(|group| template.json["Resources"][group]["Type"] == "AWS::Logs::LogGroup") {
            problems.push(format!("{id}: no log group of the template"));
        }
        if refers_to(&properties["KmsKeyArn"]).is_none() {
            problems.push(format!("{id}: settings are not encrypted with the firm's key"));
        }
        if function["Metadata"]["BuildMethod"] != "rust-cargolambda" {
            problems.push(format!("{id}: not built with cargo-lambda"));
        }
        if template.json["Outputs"][format!("{id}Name")]["Value"]["Ref"] != id {
            problems.push(format!("{id}: no output with its name"));
        }
        for metric in ["Errors", "Throttles"] {
            if !alarm_on(template, "AWS/Lambda", metric, id) {
                problems.push(format!("{id}: no alarm on {metric}"));
            }
        }
    }
    let globals = &template.json["Globals"]["Function"];
    for (name, value) in [("Runtime", json!("provided.al2023")), ("Architectures", json!([{"Ref": "Architecture"}]))] {
        if globals[name] != value {
            problems.push(format!("functions: {name} is {}", globals[name]));
        }
    }
    if template.json["Parameters"]["Architecture"]["Default"] != "arm64" {
        problems.push("functions: arm64 is not the default".to_owned());
    }
    problems
}

/// Whether an alarm that tells somebody watches `metric` of the resource `id`.
pub(super) fn alarm_on(template: &Template, namespace: &str, metric: &str, id: &str) -> bool {
    template.all("AWS::CloudWatch::Alarm").any(|(_, alarm)| {
        let properties = &alarm["Properties"];
        properties["Namespace"] == namespace
            && properties["MetricName"] == metric
            && list(&properties["Dimensions"]).iter().any(|dimension| refers_to(&dimension["Value"]) == Some(id))
            && list(&properties["AlarmActions"]).into_iter().any(|action| refers_to(action).is_some())
    })
}

fn logs(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, group) in template.all("AWS::Logs::LogGroup") {
        if group["Properties"]["RetentionInDays"].is_null() {
            problems.push(format!("{id}: kept for ever"));
        }
        if refers_to(&group["Properties"]["KmsKeyId"]).is_none() {
            problems.push(format!("{id}: not encrypted with the firm's key"));
        }
    }
    problems
}

fn table(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, table) in template.all("AWS::DynamoDB::Table") {
        let properties = &table["Properties"];
        let exact = [
            ("/BillingMode", json!("PAY_PER_REQUEST")),
            ("/StreamSpecification/StreamViewType", json!("NEW_IMAGE")),
            ("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", json!(true)),
            ("/DeletionProtectionEnabled", json!(true)),
            ("/SSESpecification/SSEEnabled", json!(true)),
            ("/SSESpecification/KMSMasterKeyId", json!({"Fn::GetAtt": "DataKey.Arn"})),
            ("/TimeToLiveSpecification/AttributeName", json!("ttl")),
            ("/TimeToLiveSpecification/Enabled", json!(true)),
        ];
        for (pointer, value) in exact {
            if properties.pointer(pointer) != Some(&value) {
                problems.push(format!("{id}: {pointer} is not {value}"));
            }
        }
        if table["DeletionPolicy"] != "Retain" || table["UpdateReplacePolicy"] != "Retain" {
            problems.push(format!("{id}: the table goes with the stack"));
        }
    }
    problems
}

fn buckets(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, bucket) in template.all("AWS::S3::Bucket") {
        let properties = &bucket["Properties"];
        for name in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] {
            if properties["PublicAccessBlockConfiguration"][name] != true {
                problems.push(format!("{id}: {name} is not on"));
            }
        }
        if properties["VersioningConfiguration"]["Status"] != "Enabled" {
            problems.push(format!("{id}: no versions are kept"));
        }
        if properties["BucketEncryption"].is_null() {
            problems.push(format!("{id}: not encrypted"));
        }
        if bucket["DeletionPolicy"] != "Retain" || bucket["UpdateReplacePolicy"] != "Retain" {
            problems.push(format!("{id}: the bucket goes with the stack"));
        }
        for rule in list(&properties["CorsConfiguration"]["CorsRules"]) {
            let origins = list(&rule["AllowedOrigins"]);
            if origins.is_empty() || origins.iter().any(|origin| origin.as_str().is_some()) {
                problems.push(format!("{id}: pages of other sites may talk to it"));
            }
            for name in ["AllowedHeaders", "AllowedMethods"] {
                if list(&rule[name]).iter().any(|one| one.as_str().is_none_or(|one| one.contains('*'))) {
                    problems.push(format!("{id}: {name} of pages are not named"));
                }
            }
        }
        let tls_only = template.all("AWS::S3::BucketPolicy").any(|(_, policy)| {
            refers_to(&policy["Properties"]["Bucket"]) == Some(id)
                && list(&policy["Properties"]["PolicyDocument"]["Statement"]).iter().any(|statement| {
                    statement["Effect"] == "Deny"
                        && statement["Principal"] == "*"
                        && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
                })
        });
        if !tls_only {
            problems.push(format!("{id}: can be read without TLS"));
        }
    }
    problems
}

/// The files bucket can lock an object, locks none by itself, has the firm's key, and lets nothing expire.
fn files(template: &Template) -> Problems {
    let mut problems = Vec::new();
    let properties = &template.json["Resources"]["FilesBucket"]["Properties"];
    if properties["ObjectLockEnabled"] != true {
        problems.push("FilesBucket: evidence cannot be locked".to_owned());
    }
    if !properties["ObjectLockConfiguration"].is_null() {
        problems.push("FilesBucket: a lock on the bucket keeps every document, not only the evidence".to_owned());
    }
    for rule in list(&properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]) {
        if refers_to(&rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]).is_none() {
            problems.push("FilesBucket: not encrypted with the firm's key".to_owned());
        }
    }
    for rule in list(&properties["LifecycleConfiguration"]["Rules"]) {
        for name in rule.as_object().into_iter().flatten().map(|(name, _)| name) {
            if !matches!(name.as_str(), "Id" | "Status" | "AbortIncompleteMultipartUpload") {
                problems.push(format!("FilesBucket: {name} takes files away"));
            }
        }
    }
    problems
}

/// Limits on every stage, log lines without what identifies a person, and patience with every function.
fn api(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, stage) in template.all("AWS::ApiGatewayV2::Stage") {
        let properties = &stage["Properties"];
        for name in ["ThrottlingBurstLimit", "ThrottlingRateLimit"] {
            if properties["DefaultRouteSettings"][name].as_i64().is_none_or(|limit| limit < 1) {
                problems.push(format!("{id}: no {name}"));
            }
        }
        let format = properties["AccessLogSettings"]["Format"].as_str().unwrap_or_default();
        if format.is_empty() {
            problems.push(format!("{id}: no access log"));
        }
        for personal in ["identity.", "userAgent", "$context.path", "authorizer", "domainName"] {
            if format.contains(personal) {
                problems.push(format!("{id}: the access log has {personal}"));
            }
        }
    }
    for (id, route) in template.all("AWS::ApiGatewayV2::Route") {
        let key = route["Properties"]["RouteKey"].as_str().unwrap_or_default();
        if !key.contains(" /api/") || refers_to(&route["Properties"]["Target"]).is_none() {
            problems.push(format!("{id}: {key} is not a route of a function under /api/"));
        }
    }
    for (id, integration) in template.all("AWS::ApiGatewayV2::Integration") {
        let function = refers_to(&integration["Properties"]["IntegrationUri"]).unwrap_or_default();
        let own = &template.json["Resources"][function]["Properties"]["Timeout"];
        let timeout = own.as_i64().or(template.json["Globals"]["Function"]["Timeout"].as_i64());
        let patience = integration["Properties"]["TimeoutInMillis"].as_i64();
        if !matches!((timeout, patience), (Some(timeout), Some(patience)) if patience > 1000 * timeout) {
            problems.push(format!("{id}: gives {function} up before it has ended"));
        }
    }
    if template.all("AWS::Serverless::HttpApi").chain(template.all("AWS::Serverless::Api")).next().is_some() {
        problems.push("SAM's own API resources do not work in MiniStack: use AWS::ApiGatewayV2".to_owned());
    }
    problems
}

/// The API is never cached, never turned into a page, and gets all that the browser sent.
fn distribution(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, distribution) in template.all("AWS::CloudFront::Distribution") {
        let config = &distribution["Properties"]["DistributionConfig"];
        let behaviours = list(&config["CacheBehaviors"]);
        let api =
            behaviours.iter().find(|behaviour| behaviour["PathPattern"] == "/api/*").copied().unwrap_or(&Value::Null);
        for (name, value) in [("CachePolicyId", CACHING_DISABLED), ("OriginRequestPolicyId", ALL_EXCEPT_HOST)] {
            if api[name] != value {
                problems.push(format!("{id}: {name} of /api/* is {}", api[name]));
            }
        }
        if !config["CustomErrorResponses"].is_null() {
            problems.push(format!("{id}: error pages would replace the API's answers"));
        }
        for behaviour in std::iter::once(&config["DefaultCacheBehavior"]).chain(behaviours) {
            if !matches!(behaviour["ViewerProtocolPolicy"].as_str(), Some("redirect-to-https" | "https-only")) {
                problems.push(format!("{id}: {} can be had without TLS", behaviour["PathPattern"]));
            }
        }
        for origin in list(&config["Origins"]) {
            let s3 = !origin["S3OriginConfig"].is_null();
            if s3 && refers_to(&origin["OriginAccessControlId"]).is_none() {
                problems.push(format!("{id}: origin {} has no access control", origin["Id"]));
            }
            if !s3 && origin["CustomOriginConfig"]["OriginProtocolPolicy"] != "https-only" {
                problems.push(format!("{id}: origin {} can be reached without TLS", origin["Id"]));
            }
            let key =
                list(&origin["OriginCustomHeaders"]).into_iter().find(|header| header["HeaderName"] == "x-origin-key");
            if !s3 && key.is_none_or(|key| key["HeaderValue"].is_null()) {
                problems.push(format!("{id}: origin {} cannot tell what came past the distribution", origin["Id"]));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::template::samples::each_breaks;
    use super::*;

    #[test]
    fn a_function_without_what_every_function_has_is_found() {
        each_breaks(
            functions,
            &[
                ("/Resources/NotifyFunction/Properties/Role", Value::Null),
                ("/Resources/NotifyFunction/Properties/Role", json!({"Fn::GetAtt": "SignInRole.Arn"})),
                ("/Resources/NotifyFunction/Properties/LoggingConfig", Value::Null),
                ("/Resources/NotifyFunction/Properties/KmsKeyArn", Value::Null),
                ("/Resources/NotifyFunction/Metadata/BuildMethod", json!("makefile")),
                ("/Outputs/NotifyFunctionName", Value::Null),
                ("/Resources/NotifyErrors", Value::Null),
                ("/Resources/SignInThrottles/Properties/AlarmActions", json!([])),
                ("/Globals/Function/Runtime", json!("provided.al2")),
                ("/Parameters/Architecture/Default", json!("x86_64")),
            ],
        );
    }

    #[test]
    fn endless_or_open_logs_are_found() {
        each_breaks(
            logs,
            &[
                ("/Resources/ApiLogs/Properties/RetentionInDays", Value::Null),
                ("/Resources/NotifyLogs/Properties/KmsKeyId", Value::Null),
            ],
        );
    }

    #[test]
    fn a_table_without_its_protections_is_found() {
        each_breaks(
            table,
            &[
                ("/Resources/Table/Properties/PointInTimeRecoverySpecification", Value::Null),
                ("/Resources/Table/Properties/DeletionProtectionEnabled", json!(false)),
                ("/Resources/Table/Properties/SSESpecification/KMSMasterKeyId", Value::Null),
                ("/Resources/Table/Properties/TimeToLiveSpecification/AttributeName", json!("expires")),
                ("/Resources/Table/Properties/StreamSpecification/StreamViewType", json!("KEYS_ONLY")),
                ("/Resources/Table/DeletionPolicy", json!("Delete")),
            ],
        );
    }

    #[test]
    fn an_open_bucket_is_found() {
        each_breaks(
            buckets,
            &[
                ("/Resources/WebBucket/Properties/PublicAccessBlockConfiguration/BlockPublicPolicy", json!(false)),
                ("/Resources/WebBucket/Properties/VersioningConfiguration", Value::Null),
                ("/Resources/WebBucket/Properties/BucketEncryption", Value::Null),
                ("/Resources/WebBucketPolicy/Properties/PolicyDocument/Statement/0/Effect", json!("Allow")),
                ("/Resources/WebBucketPolicy", Value::Null),
                ("/Resources/FilesBucket/Properties/PublicAccessBlockConfiguration/IgnorePublicAcls", json!(false)),
                ("/Resources/FilesBucket/Properties/VersioningConfiguration/Status", json!("Suspended")),
                ("/Resources/FilesBucket/Properties/CorsConfiguration/CorsRules/0/AllowedOrigins/0", json!("*")),
                ("/Resources/FilesBucket/Properties/CorsConfiguration/CorsRules/0/AllowedHeaders", json!(["*"])),
                ("/Resources/FilesBucket/UpdateReplacePolicy", Value::Null),
                ("/Resources/FilesBucketPolicy", Value::Null),
            ],
        );
    }

    #[test]
    fn a_files_bucket_that_loses_or_keeps_too_much_is_found() {
        let encryption = "/Resources/FilesBucket/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0";
        each_breaks(
            files,
            &[
                ("/Resources/FilesBucket/Properties/ObjectLockEnabled", json!(false)),
                (
                    "/Resources/FilesBucket/Properties/ObjectLockConfiguration",
                    json!({"Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Years": 7}}}),
                ),
                (&format!("{encryption}/ServerSideEncryptionByDefault/KMSMasterKeyID"), Value::Null),
                (
                    "/Resources/FilesBucket/Properties/LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration",
                    json!({"NoncurrentDays": 30}),
                ),
                ("/Resources/FilesBucket", Value::Null),
            ],
        );
    }

    #[test]
    fn an_api_without_limits_or_with_personal_logs_is_found() {
        each_breaks(
            api,
            &[
                ("/Resources/ApiStage/Properties/DefaultRouteSettings", Value::Null),
                ("/Resources/ApiStage/Properties/AccessLogSettings", Value::Null),
                ("/Resources/ApiStage/Properties/AccessLogSettings/Format", json!("$context.identity.sourceIp")),
                ("/Resources/SignInRoute/Properties/RouteKey", json!("$default")),
                ("/Resources/SignInIntegration/Properties/TimeoutInMillis", json!(10000)),
                ("/Resources/SignInFunction/Properties/Timeout", json!(20)),
                ("/Resources/Other", json!({"Type": "AWS::Serverless::HttpApi"})),
            ],
        );
    }

    #[test]
    fn a_distribution_that_caches_or_replaces_answers_is_found() {
        let config = "/Resources/Distribution/Properties/DistributionConfig";
        each_breaks(
            distribution,
            &[
                (&format!("{config}/CacheBehaviors/1/CachePolicyId"), json!("658327ea-f89d-4fab-a63d-7e88639e58f6")),
                (&format!("{config}/CacheBehaviors/1/OriginRequestPolicyId"), Value::Null),
                (&format!("{config}/CacheBehaviors/1"), Value::Null),
                (
                    &format!("{config}/CustomErrorResponses"),
                    json!([{"ErrorCode": 404, "ResponsePagePath": "/index.html"}]),
                ),
                (&format!("{config}/DefaultCacheBehavior/ViewerProtocolPolicy"), json!("allow-all")),
                (&format!("{config}/Origins/0/OriginAccessControlId"), Value::Null),
                (&format!("{config}/Origins/1/CustomOriginConfig/OriginProtocolPolicy"), json!("match-viewer")),
            ],
        );
    }
}
