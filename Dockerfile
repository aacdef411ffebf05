# One image for every part; which part a container is, LENTIGO_PARTS says.
FROM python:3.12-slim

RUN groupadd --gid 10001 lentigo \
    && useradd --uid 10001 --gid lentigo --no-create-home --shell /usr/sbin/nologin lentigo \
    && install -d -o lentigo -g lentigo -m 0700 /data

WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY bot bot
COPY web web
COPY ml ml
COPY knowledge knowledge
COPY db db
COPY scripts scripts
RUN .venv/bin/pip install --no-cache-dir --no-deps --editable .

ENV LENTIGO_DATA_DIR=/data LENTIGO_HOST=0.0.0.0 PYTHONUNBUFFERED=1
USER lentigo
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD [".venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT [".venv/bin/lentigo"]
CMD ["run"]
