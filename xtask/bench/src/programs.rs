//! The programs that are measured: the functions and hello in their release profile, and the same action in Node and
//! Python. Building and installing what they need happens here.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{During, Failure, Result},
    function::Program,
};

/// The functions of the portal.
pub(crate) const FUNCTIONS: [&str; 9] =
    ["sign-in", "approvals", "office", "notify", "dispatch", "prove", "deliver", "bounces", "remind"];

/// The folders of the project.
pub(crate) struct Places {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// What is made for the benchmark only.
    pub(crate) work: PathBuf,
}

impl Places {
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let root = root.ok_or_else(|| Failure::new("The project's folder is not where it was."))?.to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let work = root.join(".local/bench");
        fs::create_dir_all(&work).during("Making .local/bench")?;
        Ok(Self { root, target, work })
    }

    /// A built function.
    pub(crate) fn release(&self, package: &str) -> PathBuf {
        self.target.join("release").join(package)
    }

    fn peer(&self, name: &str) -> PathBuf {
        self.root.join("xtask/bench/peers").join(name)
    }
}

/// Runs a command and gives what it printed.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<String> {
    let output = command.output().during(what)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("{what} failed:\n{said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Builds hello alone, so that it has no feature that only the others need, and then the functions.
pub(crate) fn build(places: &Places) -> Result<()> {
    for packages in [&["bench-hello"][..], &FUNCTIONS] {
        eprintln!("Building {} (release profile; a first time takes many minutes)", packages.join(", "));
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&places.root).args(["build", "--release", "--quiet"]);
        cargo.args(packages.iter().flat_map(|package| ["--package", package]));
        run("The release build", &mut cargo)?;
    }
    Ok(())
}

/// A Rust function.
pub(crate) fn rust(places: &Places, name: &'static str, package: &str) -> Program {
    Program { name, path: places.release(package), arguments: Vec::new(), environment: environment() }
}

/// The same action in Node: installed from its lock file and bundled.
pub(crate) fn node(places: &Places) -> Result<Program> {
    eprintln!("Installing and bundling the Node peer");
    let folder = places.work.join("node");
    fs::create_dir_all(&folder).during("Making the Node peer's folder")?;
    for file in ["package.json", "package-lock.json", "handler.js"] {
        fs::copy(places.peer("node").join(file), folder.join(file)).during("Copying the Node peer")?;
    }
    let mut install = Command::new("npm");
    install.current_dir(&folder).args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run("npm install", &mut install)?;
    let mut bundle = Command::new("node_modules/.bin/esbuild");
    bundle.current_dir(&folder).args(["handler.js", "--bundle", "--minify", "--platform=node", "--target=node20"]);
    run("esbuild", bundle.args(["--format=cjs", "--outfile=bundle.cjs"]))?;
    let arguments = vec![folder.join("bundle.cjs")];
    let mut environment = environment();
    // It would cost time at every start to say so.
    environment.push(("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true".to_owned()));
    Ok(Program { name: "node", path: "node".into(), arguments, environment })
}

/// The same action in Python, in a virtual environment with the pinned packages.
pub(crate) fn python(places: &Places) -> Result<Program> {
    eprintln!("Installing the Python peer");
    let folder = places.work.join("python");
    let program = folder.join("bin/python");
    if !program.exists() {
        run("Making a virtual environment", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut install = Command::new(&program);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run("pip install", install.arg(places.peer("python").join("requirements.txt")))?;
    let arguments = vec![places.peer("python").join("handler.py")];
    Ok(Program { name: "python", path: program, arguments, environment: environment() })
}

/// What the template gives the functions; every function gets all of it, and takes what it needs.
fn environment() -> Vec<(&'static str, String)> {
    let pairs = [
        ("AWS_REGION", "eu-central-1"),
        ("AWS_DEFAULT_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "not-a-real-key"),
        ("AWS_SESSION_TOKEN", "not-a-real-token"),
        ("TABLE_NAME", "portal"),
        ("USER_POOL_ID", "eu-central-1_bench"),
        ("USER_POOL_CLIENT_ID", "bench"),
        ("USER_POOL_CLIENT_SECRET", "not-a-real-secret"),
        ("FILES_BUCKET", "portal-files"),
        ("EVIDENCE_KEY_ID", "arn:aws:kms:eu-central-1:123456789012:key/evidence"),
        ("CODE_KEY_ID", "arn:aws:kms:eu-central-1:123456789012:key/code"),
        ("SEED_KEY_ID", "arn:aws:kms:eu-central-1:123456789012:key/seed"),
        ("PORTAL_ORIGIN", "https://portal.example"),
        ("FIRM_NAME", "Voorbeeld Accountants"),
        ("MAIL_FROM", "portaal@example.com"),
        ("MAIL_SET", "portal-returns"),
        ("NOTIFY_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/notify"),
        ("PROVE_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/prove"),
        ("DELIVER_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/deliver"),
        ("DEAD_LETTERS_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters"),
        ("RUST_LOG", "info"),
    ];
    pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}
