@0xb1f0c3a59e7d2486;
# What this pack is: its name, its edition, the instruments that its rows cite. 规则包的名称、版本和所引用的法律文件。
# One file of the folder says this; the others only add rows.

using R = import "/rules.capnp";

const pack :R.Pack = (
  id = "my-pack",                                  # names the compiled files too
  version = "2026-01-01.1",                        # first day in force, edition of that day
  issuer = "起草机关(样本) · drafting agency (sample)",
  agreement = "成员单位协议(样本) · sample members' agreement",
  effectiveFrom = "2026-01-01",

  # One row for each law, rule or interpretation that a row of this pack cites; docs/RULES.md shows one.
  # What was not read is `recalled` with a percent, and nothing that is recalled alone bars a step.
  instruments = []
);
