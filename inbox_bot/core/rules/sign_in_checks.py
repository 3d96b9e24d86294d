"""Which keys of `mailbox.signin` belong together: by provider and flow, with what to write where one is missing."""

from inbox_bot.core.rules.problems import shown
from inbox_bot.core.rules.shape import spoken
from inbox_bot.core.rules.sign_in import Flow, Provider
from inbox_bot.core.rules.yaml_tree import Node, Path, Report

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
        no_device = " (Google gives a mailbox to no device code)"
        why = no_device if provider is Provider.GOOGLE and flow is Flow.DEVICE else ""
        report(flow_at, f"{spoken((*path, 'flow'))} can't be {flow.value} with {provider.value}{why}; write {allowed}")
        return
    lacking = [key for key in _NEEDED[provider, flow] if not _is_there(root, (*path, key))]
    if lacking:
        report(flow_at, f"{spoken(path)} with {provider.value} and {flow.value} lacks {', '.join(lacking)}; add it")
    if flow is Flow.APP:
        proofs = [key for key in ("client_secret", "certificate") if _is_there(root, (*path, key))]
        if len(proofs) != 1:
            report(
                flow_at, f"{spoken(path)} with flow: app proves itself by client_secret or by certificate; write one"
            )
        tenant = root.text(*path, "tenant")
        if tenant in _ANY_TENANT:
            report(
                root.nearest((*path, "tenant")).index,
                f"{spoken((*path, 'tenant'))} is {shown(tenant)}, and an app without a person needs one directory; "
                "write its id",
            )


def _is_there(root: Node, path: Path) -> bool:
    node = root.at(*path)
    return node is not None and node.value not in (None, "", ())
