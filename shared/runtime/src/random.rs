//! Random bits from the operating system's CSPRNG (ASVS 11.5.1); nothing else in the portal makes secrets.

/// The system gave no random bits. Nothing may go on without them.
#[derive(Debug, thiserror::Error)]
#[error("the system's random source failed")]
pub struct RandomError;

/// `N` random bytes.
///
/// # Errors
/// [`RandomError`] when the system's source fails.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
    Ok(bytes)
}

/// 128 random bits, for identifiers.
///
/// # Errors
/// [`RandomError`] when the system's source fails.
pub fn word128() -> Result<u128, RandomError> {
    bytes().map(u128::from_le_bytes)
}

/// 32 random bits, for drawing codes.
///
/// # Errors
/// [`RandomError`] when the system's source fails.
pub fn word32() -> Result<u32, RandomError> {
    bytes().map(u32::from_le_bytes)
}
