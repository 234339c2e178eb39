//! What the S3 client asks of the crate `crc-fast`, and nothing else: it takes that crate's place (`[patch.crates-io]`).
//!
//! The crate keeps a table of 16 lanes for every CRC that there is, in case a processor lacks carry-less multiplication: over
//! half a megabyte in the zip of every function that speaks to S3. Files are checked by their SHA-256 here, so no CRC is
//! ever made; should the client make one all the same, it is right, a byte at a time.

/// The CRCs that S3 knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrcAlgorithm {
    /// CRC-32 as in zip files.
    Crc32IsoHdlc,
    /// CRC-32C.
    Crc32Iscsi,
    /// CRC-64/NVME.
    Crc64Nvme,
}

/// Each with its polynomial, lowest bit first.
static ISO_HDLC: [u64; 256] = table(0xedb8_8320);
static ISCSI: [u64; 256] = table(0x82f6_3b78);
static NVME: [u64; 256] = table(0x9a6c_9329_ac4b_c9b5);

const fn table(polynomial: u64) -> [u64; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        let mut value = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { value >> 1 ^ polynomial } else { value >> 1 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
}

/// A CRC under way.
#[derive(Debug, Clone, Copy)]
pub struct Digest {
    table: &'static [u64; 256],
    /// All ones in the width of the CRC: what it begins with, and what is turned at its end.
    ones: u64,
    state: u64,
}

impl Digest {
    /// Begins.
    #[must_use]
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        let (table, ones) = match algorithm {
            CrcAlgorithm::Crc32IsoHdlc => (&ISO_HDLC, u64::from(u32::MAX)),
            CrcAlgorithm::Crc32Iscsi => (&ISCSI, u64::from(u32::MAX)),
            CrcAlgorithm::Crc64Nvme => (&NVME, u64::MAX),
        };
        Self { table, ones, state: ones }
    }

    /// Goes on with these bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let place = self.state.to_le_bytes()[0] ^ byte;
            self.state = self.state >> 8 ^ self.table[usize::from(place)];
        }
    }

    /// The CRC of everything so far, in the lowest bits.
    #[must_use]
    pub fn finalize(&self) -> u64 {
        self.state ^ self.ones
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_of_the_catalogue_come_out() {
        for (algorithm, check) in [
            (CrcAlgorithm::Crc32IsoHdlc, 0xcbf4_3926),
            (CrcAlgorithm::Crc32Iscsi, 0xe306_9283),
            (CrcAlgorithm::Crc64Nvme, 0xae8b_1486_0a79_9888),
        ] {
            let mut digest = Digest::new(algorithm);
            digest.update(b"1234");
            digest.update(b"56789");
            assert_eq!(digest.finalize(), check, "{algorithm:?}");
        }
    }
}
