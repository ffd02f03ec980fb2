"""Mails that mail servers send back, as several of them write it; every part can be replaced."""

OURS = f"{7:032x}"
LETTER = f"""\
From: Utrecht <utrecht@kring.example>
To: oma@voorbeeld.example
Message-ID: <{OURS}@kring.example>
Subject: Bericht van ons kantoor
"""
TOLD = """\
Final-Recipient: rfc822; oma@voorbeeld.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox
"""


def a_report(
    *told: str,
    returned: str = LETTER,
    kind: str = "message/rfc822",
    headers: str = "",
    about: str = "Reporting-MTA: dns; mail.voorbeeld.example\n",
    report_type: str = "delivery-status",
) -> bytes:
    """Write a report about a letter; `told` are the groups of fields, one for each recipient."""
    groups = "\n".join((about, *(told or (TOLD,))))
    back = f"--grens\nContent-Type: {kind}\n\n{returned}\nDag Oma,\n" if returned else ""
    return (
        "From: MAILER-DAEMON@mail.voorbeeld.example\nTo: utrecht@kring.example\nSubject: Undelivered\n"
        f"{headers}MIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={report_type}; boundary="grens"\n\n'
        "--grens\nContent-Type: text/plain\n\nThis letter could not be brought.\n"
        f"--grens\nContent-Type: message/{report_type}\n\n{groups}\n{back}--grens--\n"
    ).encode()


def told(action: str, status: str) -> str:
    """Write the fields about one recipient."""
    return f"Final-Recipient: rfc822; oma@voorbeeld.example\nAction: {action}\nStatus: {status}\n"
