# La revisión de una respuesta: consultas, devolución, aceptación, reapertura.

review-title = Revisión: { $department }
review-back = Todos los departamentos de la región
review-questionnaire = Cuestionario
review-submission = Envío
review-submission-of = Número { $revision }, { $when }
review-open-queries = Consultas abiertas
review-is-draft = Esta respuesta no se ha enviado. Ve el borrador tal como está ahora; todavía puede cambiar.
review-is-returned = Esta respuesta está en manos del departamento, que puede corregirla. Ve su último envío.
review-is-archived = La ronda está archivada: ya no se puede consultar ni decidir nada.
review-to-decision = Ir a la decisión
review-filters = Mostrar
review-show-all = Todo
review-show-changed = Modificadas
review-show-queries = Con consultas
review-show-non-answers = Sin respuesta
review-compared = Comparado con el envío número { $revision }: lo que cambió lleva la respuesta anterior.
review-before = Antes
review-now = Ahora
review-nothing = No hay nada que mostrar aquí.
review-gone = Ya no tienen respuesta
review-gone-text = Estas respuestas figuraban en el envío número { $revision } y no forman parte de este.
review-elsewhere = Consultas sobre preguntas que ya no se hacen
review-history = Decisiones anteriores
review-history-none = Todavía no se ha decidido nada.
review-decide = Su decisión
review-return = Devolver
review-return-text = El departamento recibe sus motivos por correo, corrige sus respuestas y las envía de nuevo. No se pierde nada de lo que escribió.
review-reasons = Motivos
review-reasons-hint = Qué hay que corregir, con palabras que el departamento entienda.
review-return-button = Devolver al departamento
review-accept = Aceptar
review-accept-text = Las respuestas quedan como están y pueden usarse en los resultados. Las consultas contestadas se cierran. Se avisa al departamento.
review-accept-words = Unas palabras al departamento
review-accept-button = Aceptar la respuesta
review-blocked-link = Mostrarlas
review-reopen = Reabrir
review-reopen-text = La respuesta fue aceptada. Si la reabre, vuelve al departamento con sus motivos y deja de contar entre los resultados aceptados hasta que la acepte de nuevo. Queda registrado.
review-reopen-button = Reabrir
review-undecidable = No hay nada que decidir por ahora.
review-typed = Lo que escribió no se guardó. Aquí está, para que pueda copiarlo:
review-somebody = alguien
review-for-queries = Por las consultas abiertas
review-was-returned = Devuelta (envío { $revision }).
review-was-accepted = Aceptada (envío { $revision }).
review-was-reopened = Reabierta (envío { $revision }).
review-was-requested = El departamento pidió una corrección (envío { $revision }).
review-done-returned = La respuesta se devolvió. Se ha avisado al departamento.
review-done-accepted = La respuesta se aceptó. Se ha avisado al departamento.
review-done-reopened = La respuesta se reabrió. Se ha avisado al departamento.
review-done-asked = La consulta se envió al departamento.
review-return-for-queries = { $count ->
    [one] Devolver por la consulta abierta (sin más motivos)
   *[other] Devolver por las { $count } consultas abiertas (sin más motivos)
}
review-blocked = { $count ->
    [one] Hay una consulta abierta. Ciérrela, o espere la contestación del departamento, antes de aceptar.
   *[other] Hay { $count } consultas abiertas. Ciérrelas, o espere las contestaciones del departamento, antes de aceptar.
}
review-mail-for-queries = { $count ->
    [one] Una consulta sobre sus respuestas espera su contestación.
   *[other] { $count } consultas sobre sus respuestas esperan su contestación.
}
review-refused-missing = Escriba algo primero.
review-refused-too-long = El texto tiene { $given } caracteres. Redúzcalo a { $most } como máximo.
review-refused-archived = La ronda está archivada: ya no se puede consultar ni decidir nada.
review-refused-newer = Llegó un envío más reciente: usted miraba el número { $shown }, este es el número { $found }. No se decidió nada. Léalo primero.
review-refused-changed = Otra persona decidió entretanto: la respuesta está ahora «{ $state }». Su decisión no se tomó.
review-refused-not-now = La respuesta está ahora «{ $state }». Eso no es posible en este estado.
review-refused-open-queries = { $count ->
    [one] No se aceptó: hay una consulta abierta. Ciérrela, o espere la contestación del departamento.
   *[other] No se aceptó: hay { $count } consultas abiertas. Ciérrelas, o espere las contestaciones del departamento.
}
review-refused-no-queries = Ya no hay ninguna consulta abierta. Escriba sus motivos.
review-refused-query = La consulta está ahora «{ $state }». Eso no es posible en este estado.
review-refused-unseen = Alguien escribió después de que usted abriera esta página. Léalo primero; no se cerró nada.
review-refused-asked = Ya se pidió. La coordinación todavía no ha decidido.

query-title = Consulta
query-is-open = Abierta
query-is-answered = Contestada
query-is-closed = Cerrada
query-ask = Consultar sobre esta respuesta
query-text = Su consulta al departamento
query-send = Enviar la consulta
query-said = { $who }, { $when }
query-opened = hecha el { $when }
query-link = Conversación
query-link-save = Guardar y contestar
query-back = Volver a la respuesta
query-about = Sobre
query-response = Respuesta del departamento
query-correct = Corregir la respuesta
query-reply-label = Su contestación
query-further-label = Otra pregunta
query-reopen-label = Su pregunta
query-reply = Contestar
query-further = Preguntar más
query-reopen = Reabrir la consulta
query-close = Cerrar la consulta
query-close-text = Ciérrela cuando no quede nada que preguntar.
query-closed-text = Esta consulta está cerrada.
query-closed-accepted = Esta consulta está cerrada: la respuesta fue aceptada.
query-to-review = Revisar la respuesta
queries-title = Consultas
queries-none = No hay ninguna consulta aquí.
queries-cut = Solo se muestran las { $most } más recientes.

hub-queries = Consultas sobre sus respuestas
hub-last-submission = Leer su último envío
receipt-state = En qué estado está
receipt-correct = Corregir y enviar de nuevo
receipt-queries = Consultas sobre sus respuestas
receipt-asked = Se ha pedido a la coordinación de su región que le devuelva esta respuesta. Recibirá un correo cuando lo decida.
receipt-request = Pedir una corrección
receipt-request-text = Lo enviado puede corregirse cuando la coordinación de su región lo devuelve. Diga qué debe cambiar; lo recibirá por correo.
receipt-request-label = Qué hay que corregir, o por qué retira la respuesta
receipt-request-button = Pedirlo a la coordinación

mail-kind-requested = Corrección pedida
mail-notice-subject-requested = { $round }: { $whom } pide una corrección
mail-notice-text-requested = { $whom } pide que se le devuelva su respuesta a «{ $round }» para corregirla. Usted decide si se devuelve.

audit-response-return = Respuesta devuelta
audit-response-accept = Respuesta aceptada
audit-response-reopen = Respuesta reabierta
audit-response-request = Corrección pedida
audit-query-open = Consulta hecha
audit-query-reply = Consulta contestada
audit-query-ask = Nueva pregunta en una consulta
audit-query-close = Consulta cerrada
audit-query-reopen = Consulta reabierta
