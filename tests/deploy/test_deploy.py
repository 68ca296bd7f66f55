"""The files of deploy/: linted as their own tools lint them, and true to the service that they deploy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

from quoth.client.config import default_address, default_tls
from quoth.service.metrics import Metrics
from quoth.service.settings import Settings, variable
from quoth.service.work import Extracted

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUSTOMIZATIONS = [DEPLOY / "kubernetes" / "base", DEPLOY / "kubernetes" / "overlays" / "production"]
OF_THE_TARGET = {"instance", "job"}  # labels that Prometheus adds


def tool(name: str, *arguments: str) -> str:
    """Runs a development tool; it must find nothing to say against its input."""
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def rendered(kustomization: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(tool("kubectl", "kustomize", str(kustomization))))


def test_the_dockerfile() -> None:
    tool("hadolint", str(DEPLOY / "Dockerfile"))


def test_yaml_is_well_formed() -> None:
    tool("yamllint", "--strict", str(DEPLOY))


def test_the_compose_file() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml"))


@pytest.mark.parametrize("kustomization", KUSTOMIZATIONS, ids=lambda path: path.name)
def test_kubernetes_takes_the_manifests(kustomization: Path, tmp_path: Path) -> None:
    manifests = tmp_path / "manifests.yaml"
    manifests.write_text(tool("kubectl", "kustomize", str(kustomization)))
    tool("kubernetes-validate", "--strict", str(manifests))


@pytest.mark.parametrize("kustomization", KUSTOMIZATIONS, ids=lambda path: path.name)
def test_the_manifests_fit_together(kustomization: Path) -> None:
    documents = rendered(kustomization)
    by_kind = {document["kind"]: document for document in documents}
    deployment = by_kind["Deployment"]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    services = [document["spec"]["selector"] for document in documents if document["kind"] == "Service"]
    assert len(services) == 2
    for selector in (
        *services,
        deployment["selector"]["matchLabels"],
        by_kind["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        by_kind["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()
        assert selector
    pod = deployment["template"]["spec"]
    (container,) = pod["containers"]
    environment = {entry["name"]: entry["value"] for entry in container["env"]}
    stopping = float(environment["QUOTH_STOP_DELAY_SECONDS"]) + float(environment["QUOTH_STOP_GRACE_SECONDS"])
    assert pod["terminationGracePeriodSeconds"] > stopping
    liveness = container["livenessProbe"]
    assert liveness["failureThreshold"] * liveness["periodSeconds"] > pod["terminationGracePeriodSeconds"]
    assert len({"grpc", "exec", "tcpSocket"} & liveness.keys()) == 1
    assert pod["enableServiceLinks"] is False
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert container["securityContext"]["readOnlyRootFilesystem"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert ports == {"grpc": Settings.model_fields["port"].default, "metrics": 9464}


def variables() -> Iterator[tuple[str, str]]:
    """Every QUOTH_ variable that the files set, and its value."""
    for stated in re.finditer(r"(QUOTH_\w+)=(\S+)", (DEPLOY / "Dockerfile").read_text("utf-8")):
        yield stated[1], stated[2]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    yield from compose["services"]["quoth"]["environment"].items()
    for kustomization in KUSTOMIZATIONS:
        for document in rendered(kustomization):
            if document["kind"] == "Deployment":
                for entry in document["spec"]["template"]["spec"]["containers"][0]["env"]:
                    yield entry["name"], entry["value"]


def test_every_variable_is_a_setting_and_its_value_allowed() -> None:
    names = {variable(name): name for name in Settings.model_fields}
    of_clients = set(re.findall(r"QUOTH_\w+", f"{default_tls.__doc__} {default_address.__doc__}"))
    found = list(variables())
    assert len(found) > 10
    for name, value in found:
        assert name in names.keys() | of_clients
        if name in names and not value.startswith("$"):
            Settings(**{names[name]: value})


def expressions() -> Iterator[str]:
    for group in yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]
    for panel in json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))["panels"]:
        for target in panel["targets"]:
            yield target["expr"]


def served() -> dict[str, set[str]]:
    """The labels of every metric of a service that has done a little of everything."""
    metrics = Metrics(1, {"service": "0", "model": "0", "schema": "0"})
    metrics.count(Extracted(b"", 1, {"direct": 1}, {"quotes": 1.0}, 1.0))
    metrics.calls.labels("ExtractQuotations", "OK").observe(1)
    metrics.open_calls.labels("ExtractQuotations").inc()
    found: dict[str, set[str]] = {"up": set()}
    for family in metrics.registry.collect():
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def parts(expression: Any) -> Iterator[Any]:
    """A PromQL expression and all within it."""
    yield expression
    inner = [getattr(expression, name, None) for name in ("lhs", "rhs", "expr", "vector_selector")]
    for part in (*inner, *(getattr(expression, "args", None) or [])):
        if part is not None:
            yield from parts(part)


def test_alerts_and_dashboard_ask_for_metrics_and_labels_that_exist() -> None:
    labels_of, asked = served(), list(expressions())
    assert len(asked) > 25
    for expression in asked:
        parsed = list(parts(promql_parser.parse(expression)))
        selectors = [part for part in parsed if isinstance(part, promql_parser.VectorSelector)]
        assert selectors
        known = set(OF_THE_TARGET)
        for selector in selectors:
            assert selector.name in labels_of, expression
            of_this_one = labels_of[selector.name] | OF_THE_TARGET
            assert {matcher.name for matcher in selector.matchers.matchers} <= of_this_one, expression
            known |= of_this_one
        for part in parsed:
            if isinstance(part, promql_parser.AggregateExpr) and part.modifier:
                assert set(part.modifier.labels) <= known, expression


def test_the_table_of_settings_is_the_commands() -> None:
    printed = tool("quoth-service", "settings")
    assert (ROOT / "service" / "SETTINGS.md").read_text("utf-8").endswith(printed)
