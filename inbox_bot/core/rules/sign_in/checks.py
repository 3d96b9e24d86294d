"""Which keys of `mailbox.signin` belong together: by provider and flow, with what to write where one is missing."""

from inbox_bot.core.rules.sign_in.settings import Flow, Provider, WayOut
from inbox_bot.core.rules.text.problems import shown
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.wording import Sentence

FLOWS = {
    Provider.MICROSOFT: (Flow.DEVICE, Flow.BROWSER, Flow.APP),
    Provider.GOOGLE: (Flow.BROWSER, Flow.SERVICE_ACCOUNT),
    Provider.CUSTOM: (Flow.DEVICE, Flow.BROWSER, Flow.APP),
}
_NEEDED: dict[tuple[Provider, Flow], tuple[str, ...]] = {
    (Provider.MICROSOFT, Flow.DEVICE): ("tenant", "client_id"),
    (Provider.MICROSOFT, Flow.BROWSER): ("tenant", "client_id"),
    (Provider.MICROSOFT, Flow.APP): ("tenant", "client_id"),
    (Provider.GOOGLE, Flow.BROWSER): ("client_id", "client_secret"),
    (Provider.GOOGLE, Flow.SERVICE_ACCOUNT): ("service_account",),
    (Provider.CUSTOM, Flow.DEVICE): ("client_id", "token_url", "device_url", "scopes"),
    (Provider.CUSTOM, Flow.BROWSER): ("client_id", "token_url", "authorize_url", "scopes"),
    (Provider.CUSTOM, Flow.APP): ("client_id", "token_url", "scopes"),
}
_ANY_TENANT = ("common", "organizations", "consumers")


def check_sign_in(root: Node, path: Path, report: Report) -> None:
    """Report what does not fit together below one `signin:`."""
    try:
        provider, flow = Provider(root.text(*path, "provider")), Flow(root.text(*path, "flow"))
    except ValueError:
        return  # shape says so
    flow_at = root.nearest((*path, "flow")).index
    if flow not in FLOWS[provider]:
        allowed = " or ".join(each.value for each in FLOWS[provider])
        values = {
            "key": spoken(root, (*path, "flow")),
            "flow": flow.value,
            "provider": provider.value,
            "allowed": allowed,
        }
        if provider is Provider.GOOGLE and flow is Flow.DEVICE:
            why = "{key} can't be {flow} with {provider} (Google gives a mailbox to no device code); write {allowed}"
            report(flow_at, Sentence(why, **values))
        else:
            report(flow_at, Sentence("{key} can't be {flow} with {provider}; write {allowed}", **values))
        return
    lacking = [key for key in _NEEDED[provider, flow] if not _is_there(root, (*path, key))]
    if lacking:
        lacks = Sentence(
            "{key} with {provider} and {flow} lacks {lacking}; add it",
            key=spoken(root, path),
            provider=provider.value,
            flow=flow.value,
            lacking=", ".join(lacking),
        )
        report(flow_at, lacks)
    _check_way(root, path, provider, flow, report)
    if flow is Flow.APP:
        proofs = [key for key in ("client_secret", "certificate") if _is_there(root, (*path, key))]
        if len(proofs) != 1:
            one = Sentence(
                "{key} with flow: app proves itself by client_secret or by certificate; write one",
                key=spoken(root, path),
            )
            report(flow_at, one)
        tenant = root.text(*path, "tenant")
        if tenant in _ANY_TENANT:
            report(
                root.nearest((*path, "tenant")).index,
                Sentence(
                    "{key} is {value}, and an app without a person needs one directory; write its id",
                    key=spoken(root, (*path, "tenant")),
                    value=shown(tenant),
                ),
            )


def _check_way(root: Node, path: Path, provider: Provider, flow: Flow, report: Report) -> None:
    """Graph is Microsoft's, and takes a token of its own, which only an app has."""
    if root.text(*path, "send") == WayOut.GRAPH and (provider, flow) != (Provider.MICROSOFT, Flow.APP):
        report(
            root.nearest((*path, "send")).index,
            Sentence(
                "{key} is graph, which is for provider: microsoft with flow: app; write smtp",
                key=spoken(root, (*path, "send")),
            ),
        )


def _is_there(root: Node, path: Path) -> bool:
    node = root.at(*path)
    return node is not None and node.value not in (None, "", ())
