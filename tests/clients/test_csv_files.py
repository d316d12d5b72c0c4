"""Reading lists of other programs."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kollega.clients.rules.csv_files import DELIMITERS, UnreadableFile, read_csv
from kollega.clients.rules.import_columns import Column, guess_columns, has_header, is_month_first

TEXT = "Förnamn;Efternamn;Födelsedatum;Ort\nÅsa;Öberg;1984-05-02;Växjö\nZoë;Ærlig;1990-01-01;Ålesund\n"
CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r\ufeff"), max_size=12)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859_15", "mac_roman"]
)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_delimiter_and_line_end_is_found_out(encoding: str, delimiter: str, newline: str) -> None:
    text = TEXT.replace(";", delimiter).replace("\n", newline)
    read = read_csv(text.encode(encoding))
    assert read.rows[1] == ["Åsa", "Öberg", "1984-05-02", "Växjö"]
    assert read.rows[2][:2] == ["Zoë", "Ærlig"]


def test_quoted_cells_keep_delimiters_quotes_and_line_breaks() -> None:
    read = read_csv(b'Name,Address\n"Berg, Anna","Gata ""1""\nLund"\n')
    assert read.rows[1] == ["Berg, Anna", 'Gata "1"\nLund']


def test_short_rows_are_filled_and_blank_ones_left_out() -> None:
    read = read_csv(b"sep=;\nName;Phone;City\n\nAnna\n;;\nEva;1;2\n")
    assert read.rows == [["Name", "Phone", "City"], ["Anna", "", ""], ["Eva", "1", "2"]]


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        read = read_csv(data)
    except UnreadableFile:
        return
    assert all(len(row) == read.width for row in read.rows)
    guess_columns(read.rows[0])
    has_header(read.rows, today=date(2026, 11, 22))


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-16"]),
)
@settings(max_examples=200, deadline=None)
def test_what_was_written_is_read_again(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    stripped = [[cell.strip() for cell in row] for row in rows]
    wanted = [row for row in stripped if any(row)]
    try:
        read = read_csv(target.getvalue().encode(encoding), encoding=encoding, delimiter=delimiter)
    except UnreadableFile:
        assert not wanted
        return
    assert [row[: len(original)] for row, original in zip(read.rows, wanted, strict=True)] == wanted


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Förnamn;Efternamn;Personnummer;Mobilnummer;E-postadress;Gatuadress;Postnr;Ort",
         "given_name family_name national_id phone email street postcode city"),
        ("Fornavn;Etternavn;Fødselsdato;Tlf.;E-post;Adresse;Postnr.;Poststed",
         "given_name family_name born_on phone email street postcode city"),
        ("Vorname;Name;Geb.-Datum;Handy;E-Mail;Straße;Hausnummer;PLZ;Ort;Land",
         "given_name family_name born_on phone email street street postcode city country"),
        ("Prénom;Nom;Date de naissance;N° de téléphone;Adresse e-mail;Adresse;Code postal;Ville;Pays",
         "given_name family_name born_on phone email street postcode city country"),
        ("First Name;Last Name;DOB;Mobile Phone;Email Address;Street Address;ZIP;City;Preferred language",
         "given_name family_name born_on phone email street postcode city language"),
        ("Nom et prénom;Né(e) le;Tél.;Remarques", "full_name born_on phone -"),
    ],
)  # fmt: skip
def test_headings_of_five_languages_are_understood(heading: str, columns: str) -> None:
    wanted = [Column("" if column == "-" else column) for column in columns.split()]
    assert guess_columns(heading.split(";")) == wanted


def test_a_list_without_headings_is_noticed() -> None:
    today = date(2026, 11, 22)
    assert not has_header([["Anna Berg", "1984-05-02"], ["Eva Lund", "1990-01-01"]], today=today)
    assert has_header([["Namn", "X"], ["Eva Lund", "1990-01-01"]], today=today)
    assert has_header([["Aaa", "Bbb"], ["Eva Lund", "1990-01-01"]], today=today)


def test_american_dates_are_noticed_by_days_over_twelve() -> None:
    assert is_month_first(["05/02/1984", "02/28/1990"])
    assert not is_month_first(["05/02/1984", "28/02/1990", "02/28/1990"])
    assert not is_month_first(["05/02/1984"])
