//! The local stack's emulator with nothing but DynamoDB: it tells which items a query reads. What a query costs it does
//! not tell, it answers the same read units whatever the size of what was read; so they are counted out of the items.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    documents,
    failure::{During, Failure, Result},
    programs::Places,
    writes,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// The most items of one BatchWriteItem.
const BATCH: usize = 25;

/// What one page read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Page {
    /// Documents that the organisation has.
    pub(crate) documents: usize,
    /// Items that the query looked at.
    pub(crate) scanned: u64,
    /// Items that it gave.
    pub(crate) count: u64,
    /// Read units of what it gave: half a one for each started 4 kB, as an index is read.
    pub(crate) units: f64,
}

/// Sends a function's query to the emulator's table at each of these numbers of documents; `None` where the local stack
/// was never started, which installs the emulator.
pub(crate) fn pages(places: &Places, query: &[u8], documents: &[usize]) -> Result<Option<Vec<Page>>> {
    let Some(emulator) = Emulator::start(places)? else { return Ok(None) };
    let query: Value = serde_json::from_slice(query).during("Reading the query of a page")?;
    let (table, index) = (&query["TableName"], &query["IndexName"]);
    let mut pages = Vec::new();
    for count in documents {
        emulator.call("CreateTable", &definition(table, index))?;
        let puts: Vec<Value> = (0..*count).map(|number| put(&documents::waiting(number))).collect();
        for batch in puts.chunks(BATCH) {
            let table = table.as_str().unwrap_or_default();
            emulator.call("BatchWriteItem", &json!({ "RequestItems": { table: batch } }))?;
        }
        let found = emulator.call("Query", &query)?;
        let number = |name: &str| found[name].as_u64().ok_or_else(|| Failure::new(format!("The page has no {name}.")));
        let bytes: usize = found["Items"].as_array().into_iter().flatten().map(|item| writes::size(Some(item))).sum();
        let halves = u32::try_from(bytes.div_ceil(4096)).during("Counting the read units of a page")?;
        pages.push(Page {
            documents: *count,
            scanned: number("ScannedCount")?,
            count: number("Count")?,
            units: f64::from(halves) / 2.0,
        });
        emulator.call("DeleteTable", &json!({ "TableName": table }))?;
    }
    Ok(Some(pages))
}

fn put(item: &Value) -> Value {
    json!({ "PutRequest": { "Item": item } })
}

/// The table with the one index that the query asks (infra/template.yaml).
fn definition(table: &Value, index: &Value) -> Value {
    let keys = |pk: &str, sk: &str| json!([{ "AttributeName": pk, "KeyType": "HASH" }, { "AttributeName": sk, "KeyType": "RANGE" }]);
    let attributes =
        ["pk", "sk", "open_pk", "open_sk"].map(|name| json!({ "AttributeName": name, "AttributeType": "S" }));
    json!({
        "TableName": table, "BillingMode": "PAY_PER_REQUEST", "KeySchema": keys("pk", "sk"),
        "AttributeDefinitions": attributes,
        "GlobalSecondaryIndexes": [{
            "IndexName": index, "KeySchema": keys("open_pk", "open_sk"), "Projection": { "ProjectionType": "ALL" },
        }],
    })
}

struct Emulator {
    child: Child,
    port: u16,
}

impl Emulator {
    fn start(places: &Places) -> Result<Option<Self>> {
        let programs = places.root.join(".local/tools/ministack/bin");
        if !programs.join("ministack").exists() {
            return Ok(None);
        }
        let listener = TcpListener::bind(("127.0.0.1", 0)).during("Looking for a free port")?;
        let port = listener.local_addr().during("Looking for a free port")?.port();
        drop(listener);
        let mut command = Command::new(programs.join("python"));
        command.arg(programs.join("ministack")).current_dir(&places.work).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs([("SERVICES", "dynamodb"), ("BIND_HOST", "127.0.0.1"), ("PERSIST_STATE", "0")]);
        command.envs([("IOT_MTLS_ENABLED", "0"), ("SFTP_ENABLED", "0")]).env("GATEWAY_PORT", port.to_string());
        command.env("STATE_DIR", places.work.join("emulator"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let emulator = Self { child: command.spawn().during("Starting the emulator")?, port };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if emulator.call("ListTables", &json!({})).is_ok() {
                return Ok(Some(emulator));
            }
            sleep(Duration::from_millis(100));
        }
        Err(Failure::new("The emulator did not start."))
    }

    /// One operation of DynamoDB. The emulator asks for the form of a signature and checks none.
    fn call(&self, operation: &str, body: &Value) -> Result<Value> {
        let body = body.to_string();
        let credential = "Credential=test/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
        let request = format!(
            "POST / HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nx-amz-target: DynamoDB_20120810.{operation}\r\n\
             authorization: AWS4-HMAC-SHA256 {credential}\r\ncontent-type: application/x-amz-json-1.0\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.port,
            body.len(),
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).during("Asking the emulator")?;
        stream.write_all(request.as_bytes()).during("Asking the emulator")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).during("Hearing the emulator")?;
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/1.1 200") => {
                serde_json::from_str(body).during("Reading the emulator's answer")
            }
            _ => Err(Failure::new(format!("{operation}: the emulator answered {answer}"))),
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // Only a process that is gone already cannot be stopped.
        let stopped = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = stopped {
            eprintln!("The emulator could not be stopped: {error}");
        }
    }
}
