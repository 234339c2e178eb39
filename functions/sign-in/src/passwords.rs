//! Cognito: whether a password is right, and setting one. Its tokens are revoked and thrown away.

use akkoord_domain::{id::UserId, password::NewPassword};
use akkoord_runtime::settings::{SettingsError, Source};
use aws_sdk_cognitoidentityprovider::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    types::{AuthFlowType, MessageActionType},
};
use aws_types::SdkConfig;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Cognito did not serve a call. It carries the error's code, never a name or password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// The call failed.
    #[error("Cognito did not serve {operation}: {code}")]
    Unavailable {
        /// Cognito's operation.
        operation: &'static str,
        /// Cognito's error code, or `connection`.
        code: String,
    },
    /// The client secret cannot be used as a key.
    #[error("the secret of the user pool's client cannot be used")]
    Secret,
}

fn unavailable<E: ProvideErrorMetadata>(operation: &'static str, error: &SdkError<E>) -> PasswordError {
    let code = error.as_service_error().and_then(|service| service.code()).unwrap_or("connection");
    PasswordError::Unavailable { operation, code: code.to_owned() }
}

/// The user pool behind its server-side client.
#[derive(Clone)]
pub(crate) struct Passwords {
    client: Client,
    pool: String,
    client_id: String,
    client_secret: SecretString,
}

/// What Cognito gave for a right password: nothing that anything accepts, only something to revoke.
pub(crate) struct Tokens {
    refresh: Option<SecretString>,
}

impl Passwords {
    pub(crate) fn new(source: &Source, aws: &SdkConfig) -> Result<Self, SettingsError> {
        Ok(Self {
            client: Client::new(aws),
            pool: source.required("USER_POOL_ID")?,
            client_id: source.required("USER_POOL_CLIENT_ID")?,
            client_secret: source.required("USER_POOL_CLIENT_SECRET")?.into(),
        })
    }

    /// Whether this is the user's password; `None` for a wrong one, an unknown user and one that Cognito keeps out.
    pub(crate) async fn check(&self, user: UserId, password: &SecretString) -> Result<Option<Tokens>, PasswordError> {
        let username = user.to_string();
        let request = self
            .client
            .admin_initiate_auth()
            .user_pool_id(&self.pool)
            .client_id(&self.client_id)
            .auth_flow(AuthFlowType::AdminUserPasswordAuth)
            .auth_parameters("USERNAME", &username)
            .auth_parameters("PASSWORD", password.expose_secret())
            .auth_parameters("SECRET_HASH", self.secret_hash(&username)?);
        match request.send().await {
            Ok(output) => {
                // A challenge instead of tokens (an expired temporary password, say) is no right password here.
                let tokens = output.authentication_result;
                Ok(tokens.map(|tokens| Tokens { refresh: tokens.refresh_token.map(SecretString::from) }))
            }
            Err(error) => match error.as_service_error().and_then(ProvideErrorMetadata::code) {
                Some(
                    "NotAuthorizedException"
                    | "UserNotFoundException"
                    | "UserNotConfirmedException"
                    | "PasswordResetRequiredException"
                    | "InvalidParameterException",
                ) => Ok(None),
                _ => Err(unavailable("AdminInitiateAuth", &error)),
            },
        }
    }

    /// Revokes what [`Passwords::check`] gave.
    pub(crate) async fn revoke(&self, tokens: Tokens) -> Result<(), PasswordError> {
        let Some(refresh) = tokens.refresh else { return Ok(()) };
        let request = self
            .client
            .revoke_token()
            .client_id(&self.client_id)
            .client_secret(self.client_secret.expose_secret())
            .token(refresh.expose_secret());
        request.send().await.map(|_| ()).map_err(|error| unavailable("RevokeToken", &error))
    }

    /// Sets the password of a user who has one.
    pub(crate) async fn set(&self, user: UserId, password: &NewPassword) -> Result<(), PasswordError> {
        let request = self
            .client
            .admin_set_user_password()
            .user_pool_id(&self.pool)
            .username(user.to_string())
            .password(password.expose())
            .permanent(true);
        request.send().await.map(|_| ()).map_err(|error| unavailable("AdminSetUserPassword", &error))
    }

    /// Sets the first password of an invited user. The user enters Cognito only here, so that nobody ever carries a
    /// temporary password; a second try after a failure finds the user there and goes on.
    pub(crate) async fn set_first(&self, user: UserId, password: &NewPassword) -> Result<(), PasswordError> {
        let create = self
            .client
            .admin_create_user()
            .user_pool_id(&self.pool)
            .username(user.to_string())
            .message_action(MessageActionType::Suppress);
        if let Err(error) = create.send().await {
            let known = error.as_service_error().is_some_and(|service| service.is_username_exists_exception());
            if !known {
                return Err(unavailable("AdminCreateUser", &error));
            }
        }
        self.set(user, password).await
    }

    /// Cognito's proof that the caller knows the client secret.
    fn secret_hash(&self, username: &str) -> Result<String, PasswordError> {
        let key = self.client_secret.expose_secret().as_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| PasswordError::Secret)?;
        mac.update(username.as_bytes());
        mac.update(self.client_id.as_bytes());
        Ok(STANDARD.encode(mac.finalize().into_bytes()))
    }
}
