"""Whom the sample mails are for, and what they say of people's work, which is in no log, no metric and no error."""

ADDRESS = "recruitment@snowplowanalytics.com"
ADMINISTRATOR = "admin@example.net"  #: who is told of alarms, by rules.yaml
EXPERIENCE = (
    "Kubernetes clusters on AWS, built and kept running",
    "Ansible and CloudFormation for forty accounts",
    "Docker images, Packer, Nix and HashiCorp Vault",
)
