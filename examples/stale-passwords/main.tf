# Warns of console passwords that are old, and of console access that nobody uses.
terraform {
  required_version = ">= 1.5"

  required_providers {
    iam = { source = "cdktf.internal/login-profile/iam" }
  }
}

variable "users" {
  description = "The IAM users to look at."
  type        = set(string)
  default     = ["alice", "bob"]
}

variable "max_days" {
  description = "How old a password may be, and how long console access may go unused."
  type        = number
  default     = 90
}

# Outside of the checks: a check holds one data source, and Terraform then has something to read at every apply, so
# that no plan is empty any more.
data "iam_login_profile" "all" {
  for_each = var.users

  user_name         = each.key
  credential_report = true
}

locals {
  # What happened before this is too long ago.
  limit = timeadd(plantimestamp(), "-${var.max_days * 24}h")

  # Without a password, or without a report, there is no date and nothing to complain of.
  reported = {
    for name, login in data.iam_login_profile.all : name => login
    if login.exists && login.credential_report_generated_at != null
  }

  old = [
    for name, login in local.reported : name
    if anytrue([for changed in compact([login.password_last_changed]) : timecmp(changed, local.limit) < 0])
  ]

  # Access that was given a short while ago need not have been used yet.
  unused = [
    for name, login in local.reported : name
    if alltrue([for seen in compact([login.create_date, login.password_last_used]) : timecmp(seen, local.limit) < 0])
  ]
}

check "console_passwords" {
  assert {
    condition     = length(local.old) == 0
    error_message = "Console passwords older than ${var.max_days} days: ${join(", ", local.old)}."
  }

  assert {
    condition     = length(local.unused) == 0
    error_message = "Console access not used for ${var.max_days} days: ${join(", ", local.unused)}."
  }
}
