@0xd3f81b6a3c9d7e25;
# Rest days and swapped working weekends of 2025 and 2026. Other years are counted with weekends only and their due dates are
# provisional until data comes; data that comes is a new version of this file, activated by an order.

using R = import "/rules.capnp";

const calendar :R.Calendar = (
  id = "cn",
  version = "2025-11-04.1",
  years = [
    (year = 2025, instrument = "国办发明电〔2024〕12号", published = "2024-11-12",
     rest = ["2025-01-01", "2025-01-28..2025-02-04", "2025-04-04..2025-04-06", "2025-05-01..2025-05-05",
             "2025-05-31..2025-06-02", "2025-10-01..2025-10-08"],
     working = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]),
    (year = 2026, instrument = "国务院办公厅关于2026年部分节假日安排的通知", published = "2025-11-04",
     rest = ["2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06", "2026-05-01..2026-05-05",
             "2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07"],
     working = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
  ]
);
