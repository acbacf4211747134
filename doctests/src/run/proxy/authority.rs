//! A certificate authority that lives as long as one run, and the certificates it signs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::run::error::RunError;

/// The authority and what it signed so far. Its key never leaves memory.
pub(super) struct Authority {
    certificate: String,
    issuer: Issuer<'static, KeyPair>,
    signed: Mutex<BTreeMap<String, Arc<ServerConfig>>>,
}

impl Authority {
    pub(super) fn new() -> Result<Self, RunError> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Oathbook, for one run only");
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().map_err(broken)?;
        let certificate = params.self_signed(&key).map_err(broken)?.pem();
        Ok(Self { certificate, issuer: Issuer::new(params, key), signed: Mutex::default() })
    }

    pub(super) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// TLS as `host`, speaking HTTP/1.1 and nothing newer: the upstream does not either.
    pub(super) fn for_host(&self, host: &str) -> Result<Arc<ServerConfig>, RunError> {
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = signed.get(host) {
            return Ok(Arc::clone(config));
        }
        let mut params = CertificateParams::new(vec![host.to_owned()]).map_err(broken)?;
        params.distinguished_name.push(DnType::CommonName, host);
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(broken)?;
        let leaf = params.signed_by(&key, &self.issuer).map_err(broken)?;
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .map_err(broken)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let config = Arc::new(config);
        signed.insert(host.to_owned(), Arc::clone(&config));
        Ok(config)
    }
}

fn broken(error: impl std::fmt::Display) -> RunError {
    RunError::Internal(format!("making a certificate: {error}"))
}
