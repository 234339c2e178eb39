//! The pack as docs/EVIDENCE.md describes it, read by other people's software (security.md, row 10).

use crate::prove::{desk::Desk, handled};

/// The script of docs/EVIDENCE.md, word for word, with libraries that know nothing of the portal.
#[tokio::test]
async fn another_library_checks_the_pack_as_the_format_says() {
    let python = std::env::var_os("JOSE_PYTHON").expect("`cargo xtask test` installs what checks packs and sets this");
    let desk = Desk::open();
    let about = desk.approved().await.about;
    assert!(handled(&desk.worker(), about).await);
    let pack = desk.pack(about, &desk.is_proved_once(about).await).await;
    let folder = std::env::temp_dir().join(format!("akkoord-{}", about.document));
    std::fs::create_dir_all(&folder).unwrap();
    let format = include_str!("../../docs/EVIDENCE.md");
    let script = format.split_once("```python\n").unwrap().1.split_once("```").unwrap().0;
    let (key, checks) = (folder.join("firm.pem"), folder.join("check.py"));
    std::fs::write(&checks, script).unwrap();
    std::fs::write(&key, desk.public_key().await.pem()).unwrap();
    let accepts = |name: &str, content: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, content).unwrap();
        let output = std::process::Command::new(&python).arg(&checks).args([&file, &key]).output().unwrap();
        println!("{name}: {}", String::from_utf8_lossy(&output.stderr));
        output.status.success()
    };
    assert!(accepts("pack.zip", &pack));
    // A byte in the middle of the document, the largest entry.
    let mut changed = pack.clone();
    let place = pack.windows(4).position(|four| four == b"%PDF").unwrap() + 200;
    changed[place] ^= 1;
    assert!(!accepts("changed.zip", &changed));
    // The public key of RFC 7517, A.1: valid, and not the firm's.
    let stranger = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8A\n\
                    iTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n-----END PUBLIC KEY-----\n";
    std::fs::write(&key, stranger).unwrap();
    assert!(!accepts("other-key.zip", &pack));
    std::fs::remove_dir_all(&folder).unwrap();
}
