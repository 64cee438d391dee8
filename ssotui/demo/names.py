"""The names in the demo's world: usual names of accounts and permission sets."""

from __future__ import annotations

ORGANIZATIONS = ("acme", "northwind", "globex", "initech", "umbra", "tyrell", "contoso", "hooli", "aperture", "wonka")

REGIONS = ("eu-west-1", "us-east-1", "eu-central-1", "ap-southeast-2", "us-west-2")

ROLES = (
    "AdministratorAccess",
    "ReadOnlyAccess",
    "PowerUserAccess",
    "ViewOnlyAccess",
    "DatabaseAdmin",
    "BillingViewer",
    "Billing",
    "SecurityAudit",
    "NetworkAdmin",
    "SystemAdministrator",
    "DataScientist",
    "SupportUser",
    "Developer",
    "DeveloperReadOnly",
    "DataEngineer",
    "IncidentResponder",
    "BreakGlassAdmin",
    "DeployPipeline",
    "EKS-ClusterAdmin",
    "EKS-Viewer",
    "S3-DataLakeReader",
    "CloudWatchOperator",
    "SecretsOperator",
    "CostOptimizer",
    "Auditor_External",
)

SINGULAR_ACCOUNTS = (
    "Management",
    "Security Audit",
    "Log Archive",
    "Shared Services",
    "Network Hub",
    "Backup Vault",
    "Identity",
    "DNS & Domains",
)

STAGES = ("prod", "staging", "dev", "test")

DOMAINS = (
    "payments",
    "data-platform",
    "checkout",
    "search",
    "identity",
    "ml-training",
    "ml-inference",
    "mobile-api",
    "web-frontend",
    "billing",
    "catalog",
    "logistics",
    "warehouse",
    "notifications",
    "analytics",
    "event-bus",
    "observability",
    "ci-runners",
    "edge",
    "partner-api",
    "fraud-detection",
    "customer-support",
    "marketing",
    "iot-gateway",
    "video",
    "reporting",
    "pricing",
    "legal-archive",
    "hr-systems",
    "integration",
)

PEOPLE = (
    "jane.doe",
    "john.smith",
    "maria.garcia",
    "wei.chen",
    "priya.patel",
    "lars.nielsen",
    "amina.diallo",
    "tomas.novak",
    "yuki.tanaka",
    "sofia.rossi",
    "peter.mueller",
    "chloe.martin",
)
