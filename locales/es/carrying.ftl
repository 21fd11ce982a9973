carrying-link = Tomar las respuestas de una ronda anterior
carrying-admin-title = Respuestas de una ronda anterior para { $round }
carrying-admin-text = Lo último que los departamentos enviaron en una ronda anterior del mismo cuestionario puede servir de comienzo a sus respuestas de esta. Cada respuesta que se toma queda señalada, y las personas la confirman o la cambian antes de poder enviar. Solo se rellenan las respuestas que nadie ha empezado. Los departamentos que se consulten más tarde reciben las suyas al abrirlas por primera vez. Las exportaciones dicen de cada respuesta si es la misma, cambiada o nueva desde entonces.
carrying-from = Tomar las respuestas de
carrying-known = Las respuestas de esta ronda vienen de { $from }. Hacerlo de nuevo rellena las que se añadieron desde entonces.
carrying-would = Lo que se tomaría de { $from }
carrying-started = Respuestas de departamentos que se rellenan
carrying-answers = Respuestas que se toman
carrying-silent = Sin empezar y sin nada que tomar
carrying-begun = Ya empezadas, se dejan como están
carrying-answers-caption = Respuestas que se toman, por pregunta
carrying-changed = Lo que cambió en la pregunta
carrying-left-caption = Respuestas que no se toman
carrying-left-unasked = La pregunta ya no se hace, o no admite la respuesta.
carrying-left-own = Los archivos y las declaraciones se dan de nuevo cada vez.
carrying-warning = Las personas ven las respuestas en cuanto abren la suya. No se les escribe.
carrying-button = Rellenar con estas respuestas
carrying-none = No hay ninguna ronda anterior del mismo cuestionario.
carrying-closed = La ronda está cerrada: ya no se puede tomar nada.
carrying-other = Alguien tomó entretanto las respuestas de otra ronda. Usted no ha cambiado nada; abajo está lo que vale ahora.
carrying-done = { $count ->
    [one] Se rellenó { $count } respuesta de departamento.
   *[other] Se rellenaron { $count } respuestas de departamentos.
}
carrying-mark = De { $round }: confírmela o cámbiela
carrying-title = Respuestas de { $round }
carrying-text = Su departamento dio estas respuestas entonces. Recórralas sección por sección: confirme lo que sigue valiendo y cambie lo demás. Podrá enviar cuando no quede ninguna.
carrying-first = { $count ->
    [one] Confirmar { $count } respuesta anterior
   *[other] Confirmar { $count } respuestas anteriores
}
carrying-count = { $count ->
    [one] { $count } respuesta por confirmar
   *[other] { $count } respuestas por confirmar
}
carrying-confirm-section = Confirmar todas tal como están
carrying-look = Ver la sección
carrying-each = Mostrar estas respuestas una por una
carrying-page = { $count ->
    [one] { $count } respuesta de esta página viene de { $round }. Cámbiela si ya no vale; luego guarde y confirme.
   *[other] { $count } respuestas de esta página vienen de { $round }. Cambie las que ya no valgan; luego guarde y confirme.
}
carrying-confirm-page = { $count ->
    [one] Guardar y confirmar la respuesta anterior
   *[other] Guardar y confirmar las { $count } respuestas anteriores
}
audit-round-carry = Respuestas tomadas de una ronda anterior
audit-response-carry = Respuesta rellenada con respuestas anteriores
