@0xf37434fcbcc22b8a;
# What Sichuan adds: the transfer of a suspected crime is copied to the justice bureau of the same level too (an excerpt of
# the decision was read). Its urgent notice to the police belongs to K26, which is absent.
using R = import "/rules.capnp";

const decision :R.Basis = (instrument = "SC", confidence = page, note = "copied to the procuratorate and the justice bureau of the same level");

const pack :R.Pack = (
  instruments = [(key = "SC", title = (zh = "四川省人大决定", en = "Decision of the Sichuan People's Congress"), confidence = page,
    note = "an excerpt was read; title, number and first day were not")],
  overlays = [(region = "51", label = (zh = "四川省", en = "Sichuan"), basis = [.decision],
    copies = [(procedure = "K01", step = "transfer",
      copy = (roles = [justice], documents = ["D01", "D06"], basis = [.decision]))])]
);
