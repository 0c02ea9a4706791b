"""Many hosts in one process: each an address of the loopback net with a sitemap and its pages.

What belongs here: answering fast. It ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys

from benchmarks.harvest.pages import page


def host_name(host: int, port: int) -> str:
    return f"127.0.1.{host + 1}:{port}"


def body_of(path: str, name: str, pages: range) -> bytes | None:
    if path == "/sitemap.xml":
        urls = "".join(
            f"<url><loc>http://{name}/news/{n}</loc><lastmod>2026-05-09</lastmod></url>"
            for n in pages
        )
        return (
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
        )
    if path.startswith("/news/"):
        return page(int(path.rsplit("/", 1)[1]), name)
    return None


async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str, pages: range
) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            body = body_of(path, name, pages)
            kind = "application/xml" if path.endswith(".xml") else "text/html; charset=utf-8"
            status = "404 Not Found" if body is None else "200 OK"
            content = body or b"no"
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            )
            writer.write(content)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def serve(hosts: int, pages: int, port: int) -> None:
    for host in range(hosts):
        name = host_name(host, port)
        own = range(host, pages, hosts)

        async def one(
            reader: asyncio.StreamReader,
            writer: asyncio.StreamWriter,
            name: str = name,
            own: range = own,
        ) -> None:
            await answer(reader, writer, name, own)

        await asyncio.start_server(one, name.split(":")[0], port)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(*(int(argument) for argument in sys.argv[1:4])))
