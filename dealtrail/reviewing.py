"""The commands of the review pages: review, and users who sign in to them."""

from __future__ import annotations

import getpass
import ipaddress
import sys
from pathlib import Path
from typing import Annotated

import typer

from dealtrail import settings as edge
from dealtrail.options import Database, RatesFile, SettingsFile
from dealtrail.output import note
from schemas.errors import SettingsError

users = typer.Typer(help="Who may use the review pages: add, list, change and close accounts.", no_args_is_help=True)

PORT = 8710
Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]
RoleOption = Annotated[str, typer.Option("--role", metavar="reader|reviewer|admin", help="What the account may do.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="Take the password from a file, - for standard input."),
]


def register(app: typer.Typer) -> None:
    """Put the commands on the front door."""
    app.command(epilog="Example: dealtrail review --port 8710")(review)
    app.add_typer(users, name="users")


def review(
    database: Database = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = PORT,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name under which browsers reach it; repeatable."),
    ] = None,
    proxy: Annotated[
        list[str] | None, typer.Option("--proxy", metavar="ADDRESS", help="A proxy that is trusted; repeatable.")
    ] = None,
    proxy_header: Annotated[
        str | None, typer.Option("--proxy-header", metavar="NAME", help="The header in which that proxy says who asks.")
    ] = None,
    plain_http: Annotated[
        bool, typer.Option("--plain-http", help="Send cookies without HTTPS too: on a network that you trust.")
    ] = False,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Serve the pages in which people review what was found."""
    import uvicorn

    from pipeline.store import Store
    from review.accounts import has_accounts
    from review.app import create_app
    from review.site import Settings

    if (proxy_header is None) != (not proxy):
        raise SettingsError("--proxy-header needs --proxy, and the other way round: only a known proxy is believed")
    own = _is_loopback(host)
    rates = edge.chosen_rates(rates_file, settings)
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        accounts = has_accounts(store)
        if not own and not accounts:
            raise SettingsError(
                f"there are no accounts, so everybody who reaches {host} could decide; make one first: "
                "dealtrail users add NAME --role admin"
            )
        names = {each.lower() for each in name or ()}
        app = create_app(
            store,
            rates,
            Settings(
                open=not accounts,
                local_name=getpass.getuser(),
                secure=not own and not plain_http,
                proxy_header=proxy_header,
                proxies=tuple(proxy or ()),
                hosts=tuple(sorted({"127.0.0.1", "localhost", "::1", *names})) if own else tuple(sorted(names)),
            ),
        )
        app.state.site.warm()
        shown = f"[{host}]" if ":" in host else host
        note(f"review at http://{shown}:{port}/ ({store.address}); Ctrl-C ends it")
        if not accounts:
            note("open to whoever uses this machine: there are no accounts (dealtrail users add NAME --role admin)")
        uvicorn.run(app, host=host, port=port, log_level="warning", proxy_headers=False, server_header=False)


@users.command(epilog="Example: dealtrail users add ann --role reviewer")
def add(
    name: Name, role: RoleOption = "reviewer", database: Database = None, password_file: PasswordFile = None
) -> None:
    """Make an account; its password is asked for, or read from a file."""
    from pipeline.store import Store
    from review.accounts import Role, add_account

    with Store(edge.database_address(database)) as store:
        add_account(store, name, Role.called(role), _password(password_file))
    note(f"{name} may sign in as {role}")


@users.command("list", epilog="Example: dealtrail users list")
def list_users(database: Database = None) -> None:
    """List the accounts."""
    from dealtrail.output import print_lines
    from pipeline.store import Store
    from review.accounts import accounts

    with Store(edge.existing_database(edge.database_address(database))) as store:
        found = accounts(store)
    print_lines(f"{each.name}\t{each.role}\t{'closed' if each.closed else 'open'}\n" for each in found)
    note(f"{len(found):,} accounts")


@users.command(epilog="Example: dealtrail users change ann --role admin --new-password")
def change(
    name: Name,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="A new role.")] = None,
    new_password: Annotated[bool, typer.Option("--new-password", help="Ask for a new password.")] = False,
    password_file: PasswordFile = None,
    database: Database = None,
) -> None:
    """Give an account another role or password; whoever is signed in by it has to sign in again."""
    from pipeline.store import Store
    from review.accounts import Role, change_account

    with Store(edge.existing_database(edge.database_address(database))) as store:
        password = _password(password_file) if new_password or password_file else None
        change_account(store, name, role=None if role is None else Role.called(role), password=password)
    note(f"{name} is changed")


@users.command(epilog="Example: dealtrail users close ann")
def close(
    name: Name,
    again: Annotated[bool, typer.Option("--open-again", help="Open a closed account.")] = False,
    database: Database = None,
) -> None:
    """Close an account: it cannot sign in any more, what it decided stands."""
    from pipeline.store import Store
    from review.accounts import change_account

    with Store(edge.existing_database(edge.database_address(database))) as store:
        change_account(store, name, closed=not again)
    note(f"{name} is {'open again' if again else 'closed'}")


def _password(file: Path | None) -> str:
    if file is not None:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"{file}: {error.strerror}") from error
        return text.rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise SettingsError("the two passwords differ; nothing was changed")
    return first


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
