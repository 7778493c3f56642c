"""The provider of the ministry's accounts, over Authlib; loaded when somebody first signs in with one."""

from typing import Any

from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from django.conf import settings
from django.http import HttpRequest

__all__ = ["MismatchingStateError", "OAuthError", "Provider"]
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
PATIENCE = 8  # seconds for each answer of the provider


class UntrustworthyProvider(Exception):
    """The statements of the provider about itself or the person contradict each other."""


class Provider(DjangoOAuth2App):
    """The provider named in the settings; its discovery document and keys are read again at every sign-in."""

    def __init__(self) -> None:
        super().__init__(
            DjangoIntegration("openid"),
            name="openid",
            client_id=settings.OPENID_CLIENT_ID,
            client_secret=settings.OPENID_CLIENT_SECRET,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
            server_metadata_url=settings.OPENID_ISSUER.rstrip("/") + "/.well-known/openid-configuration",
        )

    def load_server_metadata(self) -> dict[str, Any]:
        """The discovery document; raises `UntrustworthyProvider` for another issuer, or a page without https."""
        metadata = super().load_server_metadata()
        if metadata.get("issuer") != settings.OPENID_ISSUER:
            raise UntrustworthyProvider(f"the issuer calls itself {metadata.get('issuer')!r}")
        addresses = [metadata[name] for name in metadata if name.endswith("_endpoint") or name == "jwks_uri"]
        is_safe = all(address.startswith("https://") for address in addresses)
        if settings.OPENID_ISSUER.startswith("https:") and not is_safe:
            raise UntrustworthyProvider("a page of the provider is not reached by https")
        # Overrides what it supports: neither unsigned tokens nor a shared secret are accepted.
        metadata["id_token_signing_alg_values_supported"] = SIGNED_BY
        return metadata

    def claims(self, request: HttpRequest) -> dict[str, Any]:
        """The claims about the person, after state, nonce, PKCE, signature, issuer, audience and times are checked.

        Raises what Authlib raises, and `UntrustworthyProvider` where the userinfo endpoint names another subject.
        """
        options = {"iss": {"value": settings.OPENID_ISSUER}, "aud": {"value": settings.OPENID_CLIENT_ID}}
        token = self.authorize_access_token(request, claims_options=options)
        claims = dict(token["userinfo"])
        if "userinfo_endpoint" in self.load_server_metadata():
            more = dict(self.userinfo(token=token))
            if more["sub"] != claims["sub"]:
                raise UntrustworthyProvider("the user's page speaks of another person")
            claims |= more
        return claims
