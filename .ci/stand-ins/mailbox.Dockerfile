# A mailbox that takes every letter and delivers none, and shows none: SMTP on 1025.
ARG BASE
FROM ${BASE} AS build
COPY mailbox.txt /
RUN python3 -m venv /opt/mailbox && /opt/mailbox/bin/pip install --quiet --require-hashes --requirement /mailbox.txt
FROM ${BASE}
COPY --from=build /opt/mailbox /opt/mailbox
USER 10001:10001
EXPOSE 1025
ENTRYPOINT ["/opt/mailbox/bin/python", "-m", "aiosmtpd", "--nosetuid", \
    "--class", "aiosmtpd.handlers.Sink", "--listen", "0.0.0.0:1025"]
